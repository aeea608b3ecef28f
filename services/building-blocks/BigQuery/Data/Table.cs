namespace SpotifyPlatform.BigQuery.Data;

public sealed record Dataset
{
    public DatasetReference? DatasetReference { get; init; }

    public string? Location { get; init; }

    public string? Description { get; init; }
}

public sealed record Table
{
    public TableReference? TableReference { get; init; }

    public TableSchema? Schema { get; init; }

    public TimePartitioning? TimePartitioning { get; init; }

    public Clustering? Clustering { get; init; }

    public string? Description { get; init; }

    /// <summary>Unix milliseconds after which the table is deleted; null for never.</summary>
    public long? ExpirationTime { get; init; }

    public long? NumRows { get; init; }

    public long? NumBytes { get; init; }
}

/// <param name="Type">HOUR, DAY, MONTH or YEAR.</param>
/// <param name="Field">A column; null for the time of loading.</param>
public sealed record TimePartitioning(string Type, string? Field);

/// <param name="Fields">At most four columns, in the order in which rows are sorted.</param>
public sealed record Clustering(IReadOnlyList<string> Fields);

internal sealed record TableList
{
    public IReadOnlyList<Table>? Tables { get; init; }

    public string? NextPageToken { get; init; }
}

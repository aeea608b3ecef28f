using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery;

public sealed record CreateLoadJobOptions
{
    /// <summary>Makes the job run once, however often it is asked for; null for a random one.</summary>
    public string? JobId { get; init; }

    public WriteDisposition WriteDisposition { get; init; } = WriteDisposition.WriteAppend;

    public FileFormat SourceFormat { get; init; } = FileFormat.NewlineDelimitedJson;

    /// <summary>Of the table, where the job creates it.</summary>
    public TimePartitioning? TimePartitioning { get; init; }

    /// <inheritdoc cref="TimePartitioning"/>
    public Clustering? Clustering { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

public sealed record QueryOptions
{
    /// <inheritdoc cref="CreateLoadJobOptions.JobId"/>
    public string? JobId { get; init; }

    /// <summary>A query that would cost more fails without cost; null for the client's default.</summary>
    public long? MaximumBytesBilled { get; init; }

    /// <summary>Of table names without a data set.</summary>
    public DatasetReference? DefaultDataset { get; init; }

    public bool? UseQueryCache { get; init; }

    /// <summary>Rows of a page, at most; a page is at most 10 MB anyway.</summary>
    public int? PageSize { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

public enum WriteDisposition
{
    WriteAppend,
    WriteTruncate,
    WriteEmpty,
}

public enum FileFormat
{
    NewlineDelimitedJson,
    Parquet,
    Csv,
}

internal static class WireNames
{
    public static string ToWire(this WriteDisposition disposition) => disposition switch
    {
        WriteDisposition.WriteTruncate => "WRITE_TRUNCATE",
        WriteDisposition.WriteEmpty => "WRITE_EMPTY",
        _ => "WRITE_APPEND",
    };

    public static string ToWire(this FileFormat format) => format switch
    {
        FileFormat.Parquet => "PARQUET",
        FileFormat.Csv => "CSV",
        _ => "NEWLINE_DELIMITED_JSON",
    };
}

namespace SpotifyPlatform.BigQuery.Data;

public sealed record DatasetReference(string ProjectId, string DatasetId);

public sealed record TableReference(string ProjectId, string DatasetId, string TableId)
{
    /// <summary>The table as SQL names it.</summary>
    public string ToSql() => $"`{ProjectId}.{DatasetId}.{TableId}`";
}

/// <param name="Location">Where the job runs; needed outside of the multi-regions US and EU.</param>
public sealed record JobReference(string? ProjectId, string JobId, string? Location);

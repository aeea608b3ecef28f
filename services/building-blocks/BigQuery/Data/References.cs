using System.Text.RegularExpressions;

namespace SpotifyPlatform.BigQuery.Data;

public sealed record DatasetReference(string ProjectId, string DatasetId);

public sealed record TableReference(string ProjectId, string DatasetId, string TableId)
{
    /// <summary>The table as SQL names it.</summary>
    public string ToSql() => $"`{ProjectId}.{DatasetId}.{TableId}`";
}

/// <param name="Location">Where the job runs; needed outside of the multi-regions US and EU.</param>
public sealed partial record JobReference(string? ProjectId, string JobId, string? Location)
{
    /// <summary>Whether a text can be the id of a job.</summary>
    public static bool IsJobId(string? id) => id is not null && JobIdForm().IsMatch(id);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,1024}\\z")]
    private static partial Regex JobIdForm();
}

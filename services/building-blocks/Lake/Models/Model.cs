namespace SpotifyPlatform.Lake.Models;

/// <summary>A table or view that is made by a query over others.</summary>
/// <param name="UniqueKey">The column by which an incremental model replaces rows; else null.</param>
/// <param name="ClusterBy">The column by which BigQuery clusters the table; null for none.</param>
/// <param name="References">Other models that the query reads.</param>
/// <param name="Sources">Tables of ingested files that the query reads.</param>
/// <param name="Query">The query, still with references.</param>
internal sealed record Model(
    string Name, Materialization Materialization, string? UniqueKey, string? ClusterBy, IReadOnlyList<string> References, IReadOnlyList<string> Sources, string Query);

internal enum Materialization
{
    View,

    /// <summary>A table that each run replaces.</summary>
    Table,

    /// <summary>A table into which each run merges the rows that the query gives.</summary>
    Incremental,
}

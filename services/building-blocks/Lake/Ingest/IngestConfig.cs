using System.IO.Enumeration;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Ingest;

/// <summary>Declares a kind of file: how its files are named, which table they fill, and what a row may be. See <c>Configs/*.json</c>.</summary>
/// <param name="Pattern">Of file names, with <c>*</c>.</param>
/// <param name="Key">Columns that identify a row: a row that the table has already is not inserted again.</param>
internal sealed record IngestConfig(string Name, string Pattern, string Table, IReadOnlyList<string> ClusterBy, IReadOnlyList<string> Key, IReadOnlyList<IngestColumn> Columns)
{
    public TableSchema Schema { get; } = new([.. Columns.Select(column => column.ToTableColumn())], ClusterBy);

    public bool Matches(string file) => FileSystemName.MatchesSimpleExpression(Pattern, file, ignoreCase: false);
}

/// <param name="Type">As BigQuery names it: STRING, INT64, TIMESTAMP, RECORD.</param>
/// <param name="MaxLength">Characters of a STRING.</param>
/// <param name="MaxItems">Elements of a repeated column.</param>
/// <param name="Pattern">A regular expression that a STRING matches as a whole.</param>
/// <param name="Past">A TIMESTAMP is at most a day ahead of the clock, because the latest row of a key wins.</param>
internal sealed record IngestColumn(
    string Name, ColumnType Type, bool Required = false, bool Repeated = false, long Min = long.MinValue, long Max = long.MaxValue, int MaxLength = 1024, int MaxItems = 100,
    string? Pattern = null, bool Past = false, IReadOnlyList<IngestColumn>? Columns = null)
{
    public TableColumn ToTableColumn() => new(Name, Type, Repeated, [.. (Columns ?? []).Select(column => column.ToTableColumn())]);
}

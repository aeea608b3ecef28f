using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>The ordinary tables of a database and their columns. Views and virtual tables are ignored, because they can run arbitrary code.</summary>
internal sealed class TableSet
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, HashSet<string>> columns;

    public TableSet(SqliteConnection connection)
    {
        this.connection = connection;
        columns = connection
            .Query("SELECT name FROM sqlite_schema WHERE type='table' AND rootpage > 0", r => r.GetString(0))
            .ToDictionary(
                table => table,
                table => connection.Query("SELECT name FROM pragma_table_info($table)", r => r.GetString(0), ("$table", table))
                    .ToHashSet(StringComparer.OrdinalIgnoreCase),
                StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The columns, written <c>table.column</c>, that do not exist.</summary>
    public IReadOnlyList<string> Missing(IEnumerable<string> names) =>
        [.. names.Where(name => name.Split('.') is var parts && !(columns.TryGetValue(parts[0], out var there) && Has(parts[0], parts[1], there)))];

    /// <summary>Whether rows can be found by this column without a full scan.</summary>
    public bool IsIndexed(string table, string column) =>
        connection.Scalar<long>(
            """
            SELECT count(*) FROM pragma_index_list($table) l JOIN pragma_index_info(l.name) i
            WHERE i.seqno = 0 AND i.name = $column COLLATE NOCASE AND l.partial = 0
            """,
            ("$table", table),
            ("$column", column)) > 0;

    /// <summary>Every table has a rowid, which is not listed as a column, unless it was created WITHOUT ROWID.</summary>
    private bool Has(string table, string column, HashSet<string> there)
    {
        if (there.Contains(column) || column != "rowid")
            return there.Contains(column);
        return connection.Scalar<long>("SELECT count(*) FROM pragma_index_list($table) WHERE origin = 'pk'", ("$table", table)) == 0
            || connection.Scalar<string>("SELECT sql FROM sqlite_schema WHERE type='table' AND name = $table COLLATE NOCASE", ("$table", table))
                ?.Contains("WITHOUT ROWID", StringComparison.OrdinalIgnoreCase) == false;
    }
}

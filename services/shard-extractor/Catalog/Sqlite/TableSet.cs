using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>The ordinary tables of a database, and of those attached to it, and their columns. Views and virtual tables are ignored, because they can run arbitrary code.</summary>
internal sealed class TableSet
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, HashSet<string>> columns;

    public TableSet(SqliteConnection connection)
    {
        this.connection = connection;
        columns = connection
            .Query("SELECT name FROM pragma_database_list", r => r.GetString(0))
            .SelectMany(schema => connection.Query($"SELECT name FROM {schema}.sqlite_schema WHERE type='table' AND rootpage > 0", r => r.GetString(0)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(
                table => table,
                table => connection.Query("SELECT name FROM pragma_table_info($table)", r => r.GetString(0), ("$table", table))
                    .ToHashSet(StringComparer.OrdinalIgnoreCase),
                StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The columns, written <c>table.column</c>, that do not exist.</summary>
    public IReadOnlyList<string> Missing(IEnumerable<string> names) =>
        [.. names.Where(name => name.Split('.') is var parts && !Has(parts[0], parts[1]))];

    /// <summary>Whether a table has a column.</summary>
    public bool Has(string table, string column) => columns.TryGetValue(table, out var there) && Has(table, column, there);

    /// <summary>The first of some columns that the table has, for a query; NULL where it has none.</summary>
    /// <param name="table">With its alias: <c>tracks t</c>.</param>
    public string First(string table, params ReadOnlySpan<string> names)
    {
        var (name, alias) = (table.Split(' ')[0], table.Split(' ')[1]);
        foreach (var column in names)
            if (Has(name, column))
                return $"{alias}.{column}";
        return "NULL";
    }

    /// <summary>Whether the optional part of a schema is there.</summary>
    /// <exception cref="CatalogRefusedException">It is there without its index.</exception>
    public bool RequireIndexed(SchemaVersion part)
    {
        if (Missing(part.Columns).Count > 0)
            return false;
        part.RequireIndexes(connection, this);
        return true;
    }

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

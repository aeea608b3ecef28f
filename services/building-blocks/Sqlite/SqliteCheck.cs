using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite;

/// <summary>Verifies a file of ours: its schema, its pages, its indexes and the checksum of each row. It may run beside a platform.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Names and expressions come from the schema and are quoted.")]
public static partial class SqliteCheck
{
    /// <summary>Findings of each kind that are named; more say no more.</summary>
    private const int MaxNamed = 20;

    /// <summary>What is wrong, one sentence each.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    /// <exception cref="TimeoutException">Another process holds the file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder cannot be read.</exception>
    public static IReadOnlyList<string> Find(string path, SqliteSchema schema)
    {
        if (SqliteDatabase.IsLost(path))
            return ["It is missing or empty, though it was created before."];
        try
        {
            using var connection = SqliteDatabase.OpenReadOnly(path);
            RowChecksum.Register(connection);
            if (SqliteDatabase.FaultOfSchema(connection, schema.Sql, schema.Version) is { } fault)
                return [$"{char.ToUpperInvariant(fault[0])}{fault[1..]}."];
            var findings = connection.Query($"PRAGMA integrity_check({MaxNamed})", reader => reader.GetString(0)).Where(found => found != "ok").ToList();
            foreach (var (table, checksum) in TablesOf(connection))
                findings.AddRange(FindRows(connection, table, checksum));
            return findings;
        }
        catch (SqliteException ex) when (SqliteFaults.Of(ex, path) is { } fault and not InvalidDataException)
        {
            throw fault;
        }
        catch (SqliteException ex)
        {
            return [ex.Message];
        }
    }

    /// <summary>The tables of a file in the order of their names, each with the expression of its rows' checksum.</summary>
    internal static List<(string Table, string Checksum)> TablesOf(SqliteConnection connection) => connection.Query(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        reader => (reader.GetString(0), Checksum().Match(reader.GetString(1)).Groups[1].Value));

    private static IEnumerable<string> FindRows(SqliteConnection connection, string table, string checksum)
    {
        var key = connection.Query("SELECT name FROM pragma_table_info($table) WHERE pk > 0 ORDER BY pk", reader => $"quote(\"{reader.GetString(0)}\")", ("$table", table));
        var named = key.Count == 0 ? "rowid" : string.Join(" || ', ' || ", key);
        return connection
            .Query($"SELECT {named} FROM \"{table}\" WHERE checksum IS NOT {checksum} LIMIT {MaxNamed}", reader => reader.GetValue(0))
            .Select(row => $"The row {row} of table {table} does not have its checksum.");
    }

    [GeneratedRegex(@"checksum INTEGER NOT NULL AS \((row_checksum\([^()]*\))\) STORED")]
    private static partial Regex Checksum();
}

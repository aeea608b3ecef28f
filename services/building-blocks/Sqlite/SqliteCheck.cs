using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite;

/// <summary>Verifies a file of ours, whatever its tables are: its pages, its indexes and the checksum of each row. It may run beside a platform.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Names and expressions come from the schema and are quoted.")]
public static partial class SqliteCheck
{
    /// <summary>Findings of each kind that are named; more say no more.</summary>
    private const int MaxNamed = 20;

    /// <summary>What is wrong, one sentence each.</summary>
    public static IReadOnlyList<string> Find(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            return ["It is missing or empty, though it was created before."];
        try
        {
            using var connection = SqliteDatabase.OpenReadOnly(path);
            RowChecksum.Register(connection);
            var findings = connection.Query($"PRAGMA integrity_check({MaxNamed})", reader => reader.GetString(0)).Where(found => found != "ok").ToList();
            if (!HasOwnSchema(connection))
                findings.Add("Its schema is not the one that it was created with.");
            foreach (var (table, sql) in TablesOf(connection))
                findings.AddRange(FindRows(connection, table, sql));
            return findings;
        }
        catch (SqliteException ex)
        {
            return [ex.Message];
        }
    }

    /// <summary>Whether the schema is the one that the file was created with.</summary>
    internal static bool HasOwnSchema(SqliteConnection connection) => connection.Scalar<long>("PRAGMA application_id") == SqliteDatabase.SchemaIdOf(connection);

    /// <summary>The tables of a file with the statements that made them, in the order of their names.</summary>
    internal static List<(string Table, string Sql)> TablesOf(SqliteConnection connection) => connection.Query(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", reader => (reader.GetString(0), reader.GetString(1)));

    /// <summary>The expression of a table's checksum; null for a table of an older schema.</summary>
    internal static string? ChecksumOf(string sql) => Checksum().Match(sql) is { Success: true } match ? match.Groups[1].Value : null;

    private static IEnumerable<string> FindRows(SqliteConnection connection, string table, string sql)
    {
        if (ChecksumOf(sql) is not { } checksum)
            return [$"Table {table} has no checksums: an older version wrote it."];
        var key = connection.Query("SELECT name FROM pragma_table_info($table) WHERE pk > 0 ORDER BY pk", reader => $"quote(\"{reader.GetString(0)}\")", ("$table", table));
        var named = key.Count == 0 ? "rowid" : string.Join(" || ', ' || ", key);
        return connection
            .Query($"SELECT {named} FROM \"{table}\" WHERE checksum IS NOT {checksum} LIMIT {MaxNamed}", reader => reader.GetValue(0))
            .Select(row => $"The row {row} of table {table} does not have its checksum.");
    }

    [GeneratedRegex(@"checksum INTEGER NOT NULL AS \((row_checksum\([^()]*\))\) STORED")]
    private static partial Regex Checksum();
}

using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite.Stores.Tables;

/// <summary>
/// Inserts or replaces rows by <c>spotify_id</c>. A row that already stands with equal values is left untouched, its time
/// too, so a replay changes no byte.
/// </summary>
internal sealed class Upsert
{
    private readonly string sql;
    private readonly string[] parameters;

    /// <param name="columns">The columns beside the key.</param>
    /// <param name="changedAt">Set when the row is new or differs.</param>
    /// <param name="createdAt">Set when the row is new.</param>
    public Upsert(string table, string[] columns, string changedAt, string? createdAt = null)
    {
        string[] stamps = createdAt is null ? [changedAt] : [createdAt, changedAt];
        parameters = ["$spotify_id", .. columns.Select(c => $"${c}"), "$now"];
        var assignments = columns.Append(changedAt).Select(c => $"{c}=excluded.{c}");
        var differences = columns.Select(c => $"{table}.{c} IS NOT excluded.{c}");
        sql = $"""
            INSERT INTO {table}(spotify_id,{string.Join(',', columns)},{string.Join(',', stamps)})
            VALUES ({string.Join(',', parameters)}{(createdAt is null ? "" : ",$now")})
            ON CONFLICT(spotify_id) DO UPDATE SET {string.Join(',', assignments)}
            WHERE {string.Join(" OR ", differences)}
            """;
    }

    /// <param name="rows">Key, columns and time; sorted by key, because random keys cost ten times as much.</param>
    public void Run(SqliteConnection connection, IEnumerable<object?[]> rows)
    {
        using var statement = connection.Statement(sql, parameters);
        foreach (var row in rows)
            statement.Run(row);
    }
}

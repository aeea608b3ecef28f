using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.SampleData.Tests;

[SuppressMessage("Security", "CA2100", Justification = "Statements are constants of the tests.")]
internal static class Rows
{
    /// <summary>All rows of a query as arrays; null for NULL.</summary>
    public static List<object?[]> All(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    public static long One(this SqliteConnection connection, string sql) => (long)connection.All(sql)[0][0]!;
}

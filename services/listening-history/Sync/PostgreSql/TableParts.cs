using System.Globalization;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Tables in the parts that an incremental sync compares: rows of plays by month, other tables whole. The hash of a part only
/// shows whether it differs: another DuckDB version may hash differently, and then everything is sent again.
/// </summary>
internal static class TableParts
{
    private static readonly string[] ByMonth = ["listening_rows", "plays"];

    public static Dictionary<TablePart, string> Read(ITablesSnapshot tables)
    {
        var hashes = new Dictionary<TablePart, string>();
        foreach (var table in PublishedSchema.Tables)
        {
            var part = ByMonth.Contains(table.Name) ? "year_month" : "''";
            using var reader = tables.Query(
                $"SELECT {part}, count(*), CAST(COALESCE(sum(hash(t)), 0) AS VARCHAR) FROM {table.Name} t GROUP BY 1");
            while (reader.Read())
            {
                hashes.Add(
                    new TablePart(table.Name, reader.GetString(0)),
                    string.Create(CultureInfo.InvariantCulture, $"{reader.GetInt64(1)} {reader.GetString(2)}"));
            }
        }

        return hashes;
    }
}

/// <param name="Month">Empty for a table that is one part.</param>
internal sealed record TablePart(string Table, string Month)
{
    /// <summary>The condition for its rows; a month is digits and a hyphen.</summary>
    public string Where => Month.Length == 0 ? "TRUE" : $"year_month = '{Month}'";
}

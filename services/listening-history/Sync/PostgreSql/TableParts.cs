using System.Globalization;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Tables in the parts that an incremental sync compares: listening rows by month (plays follow from them), other tables whole. The hash of a part only
/// shows whether it differs: another DuckDB version may hash differently, and then everything is sent again.
/// </summary>
internal static class TableParts
{
    public static Dictionary<TablePart, string> Read(ITablesSnapshot tables)
    {
        var hashes = new Dictionary<TablePart, string>();
        foreach (var table in PublishedSchema.Tables.Where(table => table != PublishedSchema.Plays))
        {
            var part = table == PublishedSchema.Rows ? "year_month" : "''";
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

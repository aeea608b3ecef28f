using System.Data.Common;
using System.Globalization;

namespace SpotifyPlatform.ListeningHistory.Tests.Sync;

/// <summary>Rows of either engine as text, so that they can be compared.</summary>
internal static class RowText
{
    public static List<string> ReadAll(DbDataReader reader)
    {
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "null" : Text(reader.GetValue(column)))));
        return rows;
    }

    private static string Text(object value) => value switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        double number => Math.Round(number, 9).ToString(CultureInfo.InvariantCulture),
        decimal number => Math.Round((double)number, 9).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

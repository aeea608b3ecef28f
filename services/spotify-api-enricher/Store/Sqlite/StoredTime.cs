using System.Globalization;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>Times as the tables hold them: texts of one length, whose order is that of time.</summary>
internal static class StoredTime
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture);

    public static string Text(long unixMs) => Text(DateTimeOffset.FromUnixTimeMilliseconds(unixMs));

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

using System.Globalization;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Reads the time of a dump's TIMESTAMP.</summary>
internal static class DumpTime
{
    private static readonly string[] Formats =
        ["yyyy-MM-dd HH:mm:sszz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Such as <c>2026-05-20 00:12:33.413512+00</c>; null for any other text, which is no time.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

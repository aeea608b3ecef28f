using System.Globalization;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>Reads the year of a release date of any precision (<c>1999</c>, <c>1999-12</c>, <c>1999-12-31</c>).</summary>
public static class ReleaseYear
{
    /// <summary>Null when the date is empty or malformed, and for the year 0000, which the source writes for unknown.</summary>
    public static int? Of(string releaseDate) =>
        releaseDate.Length >= 4
            && (releaseDate.Length == 4 || releaseDate[4] == '-')
            && int.TryParse(releaseDate.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year > 0
            ? year
            : null;

    /// <inheritdoc cref="Of(string)"/>
    /// <param name="releaseDate">UTF-8.</param>
    public static int? Of(ReadOnlySpan<byte> releaseDate) =>
        releaseDate.Length >= 4
            && (releaseDate.Length == 4 || releaseDate[4] == '-')
            && int.TryParse(releaseDate[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year > 0
            ? year
            : null;
}

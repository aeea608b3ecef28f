using System.Globalization;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>The year of a release date in any of the source's precisions.</summary>
internal static class ReleaseYear
{
    /// <summary>Null where the date is empty, is no date, or is the year 0000, which the source writes for unknown.</summary>
    public static int? Of(string releaseDate) =>
        releaseDate.Length >= 4
            && (releaseDate.Length == 4 || releaseDate[4] == '-')
            && int.TryParse(releaseDate.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year > 0
            ? year
            : null;
}

using System.Globalization;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Formats the number of tracks per match method.</summary>
internal static class MatchRates
{
    /// <summary>Such as <c>isrc_exact 34 (3.4 %), no_match 966 (96.6 %)</c>, best method first.</summary>
    public static string Describe(IReadOnlyDictionary<MatchMethod, long> counts)
    {
        var all = counts.Values.Sum();
        return all == 0
            ? "no tracks yet"
            : string.Join(", ", counts
                .OrderByDescending(count => count.Key)
                .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key.Name()} {count.Value} ({100.0 * count.Value / all:0.0} %)")));
    }
}

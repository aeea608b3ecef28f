using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Publishing;

namespace SpotifyPlatform.ListeningHistory.Tests.Insights;

/// <summary>A play with its recording, found by counting in memory: what the SQL must agree with.</summary>
internal sealed record NaivePlay(PlayRow Row, string Recording, int? Track)
{
    public DateOnly Date => Row.Local.Date;

    public string Key(bool unmerged) => unmerged ? Row.SpotifyTrackUri ?? Recording : Recording;
}

/// <summary>The plays that insights count.</summary>
internal static class NaivePlays
{
    public static List<NaivePlay> Of(IReadOnlyList<PlayRow> rows, IReadOnlyCollection<Exclusion>? exclusions = null, bool suspected = false, bool withPrivate = true)
    {
        var counted = rows.Where(row => row.Counts).ToList();
        var representative = counted
            .Where(row => row.SpotifyTrackUri is not null && FakeTrackMetadata.Isrc(Number(row)!.Value) is not null)
            .GroupBy(row => FakeTrackMetadata.Isrc(Number(row)!.Value)!)
            .ToDictionary(
                isrc => isrc.Key,
                isrc => isrc.GroupBy(row => row.SpotifyTrackUri!).OrderByDescending(track => track.Count()).ThenBy(track => track.Key, StringComparer.Ordinal).First().Key);
        return [.. counted
            .Where(row => suspected || !row.SuspectedDuplicate)
            .Where(row => withPrivate || row.IncognitoMode != true)
            .Where(row => !IsExcluded(row, exclusions ?? []))
            .Select(row => new NaivePlay(row, Recording(row, representative), Number(row)))];
    }

    public static bool IsExcluded(PlayRow row, IReadOnlyCollection<Exclusion> exclusions) =>
        exclusions.Contains(new Exclusion(ExcludedKind.Artist, row.ArtistName ?? "")) || exclusions.Contains(new Exclusion(ExcludedKind.Track, row.SpotifyTrackUri ?? ""));

    private static string Recording(PlayRow row, Dictionary<string, string> representative) =>
        row.SpotifyTrackUri is null ? $"{row.ArtistName} / {row.TrackName}"
        : FakeTrackMetadata.Isrc(Number(row)!.Value) is { } isrc ? representative[isrc]
        : row.SpotifyTrackUri;

    private static int? Number(PlayRow row) => row.SpotifyTrackUri is { } uri && uri.StartsWith("spotify:track:", StringComparison.Ordinal)
        ? int.Parse(uri.AsSpan("spotify:track:".Length), System.Globalization.CultureInfo.InvariantCulture)
        : null;
}

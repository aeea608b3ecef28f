using System.Globalization;

namespace SpotifyPlatform.CooccurrenceMiner.Rules;

/// <summary>Which playlists, tracks and pairs are kept.</summary>
/// <param name="MinPlaylistTracks">Distinct tracks a playlist needs to be kept.</param>
/// <param name="MaxPlaylistTracks">Distinct tracks a kept playlist may have.</param>
/// <param name="MinPopularityExclusive">Pairs are made of tracks above this popularity. It affects no other count.</param>
/// <param name="MinPairCount">Kept playlists that must contain both tracks.</param>
/// <param name="MaxPairsPerTrack">A pair is kept when it is among this many best pairs of either track.</param>
/// <param name="BestBy">The measure that ranks the pairs of a track.</param>
internal sealed record MiningRules(
    int MinPlaylistTracks, int MaxPlaylistTracks, int MinPopularityExclusive, int MinPairCount, int MaxPairsPerTrack, PairMeasure BestBy = PairMeasure.Score)
{
    /// <summary>For people.</summary>
    public string Text =>
        $"{MinPlaylistTracks} to {MaxPlaylistTracks} tracks, popularity over {MinPopularityExclusive}, count from {MinPairCount}, top {MaxPairsPerTrack} by {BestBy.ToString().ToLowerInvariant()}";

    /// <summary>Every rule by its name; part of what names a generation of pairs.</summary>
    public SortedDictionary<string, string> ToDictionary() => new(StringComparer.Ordinal)
    {
        ["min_playlist_tracks"] = Number(MinPlaylistTracks),
        ["max_playlist_tracks"] = Number(MaxPlaylistTracks),
        ["min_popularity_exclusive"] = Number(MinPopularityExclusive),
        ["min_pair_count"] = Number(MinPairCount),
        ["max_pairs_per_track"] = Number(MaxPairsPerTrack),
        ["best_by"] = BestBy.ToString().ToLowerInvariant(),
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

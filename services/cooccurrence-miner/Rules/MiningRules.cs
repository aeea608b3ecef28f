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
    /// <summary>Stored with a run; a different text means a different result.</summary>
    public string Text =>
        $"{MinPlaylistTracks} to {MaxPlaylistTracks} tracks, popularity over {MinPopularityExclusive}, count from {MinPairCount}, top {MaxPairsPerTrack} by {BestBy.ToString().ToLowerInvariant()}";
}

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>What counts as a playlist, a track and a pair.</summary>
/// <param name="MinPlaylistTracks">Distinct tracks a playlist needs to be kept.</param>
/// <param name="MaxPlaylistTracks">Distinct tracks a kept playlist may have.</param>
/// <param name="MinPopularityExclusive">Pairs are made of tracks above this popularity; it changes no other count.</param>
/// <param name="MinPairCount">Kept playlists that hold both tracks.</param>
/// <param name="MaxPairsPerTrack">A pair stays when it is among this many best of either track.</param>
/// <param name="BestBy">What is best.</param>
internal sealed record MiningRules(
    int MinPlaylistTracks, int MaxPlaylistTracks, int MinPopularityExclusive, int MinPairCount, int MaxPairsPerTrack, PairMeasure BestBy = PairMeasure.Score)
{
    /// <summary>Stored with a run: another text is another result.</summary>
    public string Text =>
        $"{MinPlaylistTracks} to {MaxPlaylistTracks} tracks, popularity over {MinPopularityExclusive}, count from {MinPairCount}, top {MaxPairsPerTrack} by {BestBy.ToString().ToLowerInvariant()}";
}

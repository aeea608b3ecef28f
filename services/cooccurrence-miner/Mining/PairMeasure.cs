using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>By what the best neighbours of a track are chosen; equal ones by count, then by lower id.</summary>
public enum PairMeasure
{
    /// <summary><see cref="PairScore.Rank"/>, of PMI and Jaccard index.</summary>
    Score,

    /// <summary>Prefers company that is rarely seen otherwise.</summary>
    Pmi,

    /// <summary>Prefers tracks that are always together.</summary>
    Jaccard,

    /// <summary>Prefers what is popular.</summary>
    Count,
}

internal static class PairMeasures
{
    /// <param name="both">Playlists that hold both tracks.</param>
    /// <param name="playlists">All kept playlists.</param>
    public static double Of(this PairMeasure measure, long both, long first, long second, long playlists) => measure switch
    {
        PairMeasure.Pmi => PairScore.Pmi(both, first, second, playlists),
        PairMeasure.Jaccard => PairScore.Jaccard(both, first, second),
        PairMeasure.Count => both,
        _ => PairScore.Rank(PairScore.Pmi(both, first, second, playlists), PairScore.Jaccard(both, first, second)),
    };
}

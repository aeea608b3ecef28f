using SpotifyPlatform.Music;

namespace SpotifyPlatform.CooccurrenceMiner.Rules;

/// <summary>Ranks the neighbours of a track; ties are broken by count, then by lower id.</summary>
public enum PairMeasure
{
    /// <summary><see cref="PairScore.Rank"/>, of PMI and Jaccard index.</summary>
    Score,

    /// <summary>Pointwise mutual information; favours rare tracks.</summary>
    Pmi,

    /// <summary>Jaccard index; favours tracks that appear only together.</summary>
    Jaccard,

    /// <summary>Shared playlists; favours popular tracks.</summary>
    Count,
}

internal static class PairMeasures
{
    /// <param name="both">Playlists that contain both tracks.</param>
    /// <param name="playlists">All kept playlists.</param>
    public static double Of(this PairMeasure measure, long both, long first, long second, long playlists) => measure switch
    {
        PairMeasure.Pmi => PairScore.Pmi(both, first, second, playlists),
        PairMeasure.Jaccard => PairScore.Jaccard(both, first, second),
        PairMeasure.Count => both,
        _ => PairScore.Rank(PairScore.Pmi(both, first, second, playlists), PairScore.Jaccard(both, first, second)),
    };
}

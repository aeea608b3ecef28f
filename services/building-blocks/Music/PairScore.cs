namespace SpotifyPlatform.Music;

/// <summary>Measures of association of two tracks from the playlists that hold them.</summary>
public static class PairScore
{
    /// <summary>
    /// Pointwise mutual information in bits: log2(P(ab) / (P(a) P(b))) with P over playlists (Church and Hanks, 1990).
    /// </summary>
    /// <param name="both">Playlists that hold both tracks, at least 1.</param>
    /// <param name="first">Playlists that hold the first track.</param>
    /// <param name="second">Playlists that hold the second track.</param>
    /// <param name="playlists">All playlists kept.</param>
    public static double Pmi(long both, long first, long second, long playlists) =>
        Math.Log2((double)both * playlists / ((double)first * second));

    /// <summary>Jaccard index, 0 to 1: both / (first + second - both).</summary>
    public static double Jaccard(long both, long first, long second) => (double)both / (first + second - both);

    /// <summary>The rank of a pair, 0 to 1: 0.6 clamp((pmi + 5) / 15) + 0.4 jaccard.</summary>
    public static double Rank(double pmi, double jaccard) => 0.6 * Math.Clamp((pmi + 5) / 15, 0, 1) + 0.4 * jaccard;
}

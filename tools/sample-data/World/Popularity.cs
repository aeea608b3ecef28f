using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>
/// Popularity, 0 to 100: skewed, with enough tracks over the platform's thresholds (about 60 % above 10, 40 % from 30) for a small
/// world to have vectors and pairs. The real catalogue is far more skewed: 70 % of it is practically unplayed.
/// </summary>
internal static class Popularity
{
    private const double ArtistShare = 0.6;

    /// <param name="artist">How well the artist is known, 0 to 1.</param>
    /// <param name="rng">The track's random numbers.</param>
    public static byte Of(double artist, ref Rng rng)
    {
        var rank = UniformRank(ArtistShare * artist + (1 - ArtistShare) * rng.Unit());
        return (byte)(rank switch
        {
            < 0.22 => rank / 0.22 * 2,
            < 0.40 => 2 + (rank - 0.22) / 0.18 * 9,
            < 0.59 => 11 + (rank - 0.40) / 0.19 * 19,
            _ => 30 + Square((rank - 0.59) / 0.41) * 67,
        });
    }

    /// <summary>The distribution function of a weighted sum of two uniform numbers; it maps the sum to a uniform rank.</summary>
    private static double UniformRank(double sum)
    {
        const double low = 1 - ArtistShare;
        if (sum < low)
            return sum * sum / (2 * ArtistShare * low);
        return sum < ArtistShare ? (2 * sum - low) / (2 * ArtistShare) : 1 - Square(1 - sum) / (2 * ArtistShare * low);
    }

    private static double Square(double x) => x * x;
}

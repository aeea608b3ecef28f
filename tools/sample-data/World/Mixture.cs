using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.World;

/// <summary>Ranks that are uniform over all items and follow another rank.</summary>
internal static class Mixture
{
    private const double Share = 0.6;

    /// <param name="other">The rank that it follows, uniform, 0 to 1.</param>
    /// <param name="rng">The item's own random numbers.</param>
    public static double Rank(double other, ref Rng rng) => UniformRank(Share * other + (1 - Share) * rng.Unit());

    /// <summary>The distribution function of a weighted sum of two uniform numbers; it maps the sum to a uniform rank.</summary>
    private static double UniformRank(double sum)
    {
        const double low = 1 - Share;
        if (sum < low)
            return sum * sum / (2 * Share * low);
        return sum < Share ? (2 * sum - low) / (2 * Share) : 1 - (1 - sum) * (1 - sum) / (2 * Share * low);
    }
}

namespace SpotifyPlatform.Vectorizer.Tiers;

/// <summary>Index size and cost per popularity threshold, shown before an index is built.</summary>
/// <param name="counts">Tracks with features of each popularity, 0 to 100.</param>
/// <param name="cost">Cost of one vector.</param>
public sealed class TierTable(IReadOnlyList<long> counts, TierCost cost)
{
    /// <summary>The lowest popularity of tier B; tier C is below.</summary>
    public const int TierBMinPopularity = 10;

    private const int MaxPopularity = 100;
    private static readonly int[] Thresholds = [0, 10, 20, 30, 40];

    /// <summary>A row for each of the thresholds 0, 10, 20, 30 and 40, and one for the <paramref name="top"/> most popular tracks.</summary>
    public IReadOnlyList<TierChoice> Choices(long top) => [.. Thresholds.Select(threshold => Choice(threshold, null)), Choice(ThresholdOf(top), top)];

    /// <summary>The lowest popularity that at most <paramref name="top"/> tracks reach: tracks of equal popularity are kept together. 101 selects no track.</summary>
    private int ThresholdOf(long top)
    {
        var threshold = MaxPopularity + 1;
        while (threshold > 0 && Count(threshold - 1, MaxPopularity) <= top)
            threshold--;
        return threshold;
    }

    private TierChoice Choice(int threshold, long? top)
    {
        var tierA = Count(threshold, MaxPopularity);
        var tierBStart = Math.Min(TierBMinPopularity, threshold);
        return new TierChoice(
            threshold, top, tierA, Count(tierBStart, threshold - 1), Count(0, tierBStart - 1), tierA * cost.BytesPerVector, tierA / cost.VectorsPerSecond);
    }

    private long Count(int from, int to) => counts.Skip(from).Take(to - from + 1).Sum();
}

/// <param name="BytesPerVector">Size in the index, on disk.</param>
/// <param name="VectorsPerSecond">Rate of computing vectors from stored features and writing them to the index.</param>
public sealed record TierCost(long BytesPerVector, double VectorsPerSecond);

/// <param name="MinPopularity">The lowest popularity of tier A, option <c>Vectorizer:MinPopularity</c>. 101 when not even the tracks of popularity 100 fit.</param>
/// <param name="Top">The requested number of most popular tracks; null for a fixed threshold.</param>
/// <param name="TierA">Tracks with a vector in the index.</param>
/// <param name="TierB">Tracks whose vector is computed on demand and cached.</param>
/// <param name="TierC">Tracks whose vector is computed for each request.</param>
/// <param name="Bytes">Size of the index.</param>
/// <param name="Seconds">Time to fill the index.</param>
public sealed record TierChoice(int MinPopularity, long? Top, long TierA, long TierB, long TierC, long Bytes, double Seconds);

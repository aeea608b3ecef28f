namespace SpotifyPlatform.Vectorizer.Tiers;

/// <summary>What each beginning of tier A would hold and cost, to choose from before the index is built.</summary>
/// <param name="counts">Tracks with features of each popularity, 0 to 100.</param>
/// <param name="cost">What a vector costs.</param>
public sealed class TierTable(IReadOnlyList<long> counts, TierCost cost)
{
    /// <summary>Tier B begins here, tier C is below.</summary>
    public const int TierB = 10;

    private const int MaxPopularity = 100;
    private static readonly int[] Thresholds = [0, 10, 20, 30, 40];

    /// <summary>A row for each of 0, 10, 20, 30 and 40, and one for the most popular <paramref name="top"/>.</summary>
    public IReadOnlyList<TierChoice> Choices(long top) => [.. Thresholds.Select(threshold => Choice(threshold, null)), Choice(ThresholdOf(top), top)];

    /// <summary>The lowest popularity that at most so many tracks reach: tracks of one popularity go together. Above 100 no track is left.</summary>
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
        return new TierChoice(
            threshold, top, tierA, Count(Math.Min(TierB, threshold), threshold - 1), Count(0, Math.Min(TierB, threshold) - 1),
            tierA * cost.BytesPerVector, tierA / cost.VectorsPerSecond);
    }

    private long Count(int from, int to) => counts.Skip(from).Take(to - from + 1).Sum();
}

/// <param name="BytesPerVector">Of the index, on disk.</param>
/// <param name="VectorsPerSecond">Computed from stored features and written to the index.</param>
public sealed record TierCost(long BytesPerVector, double VectorsPerSecond);

/// <param name="MinPopularity">Where tier A begins; the option <c>Vectorizer:MinPopularity</c>. 101 where not even the tracks of popularity 100 fit.</param>
/// <param name="Top">The most popular so many were asked for; null for a threshold of the table.</param>
/// <param name="TierA">Tracks with a vector in the index.</param>
/// <param name="TierB">Tracks whose vector is computed when it is asked for, and kept.</param>
/// <param name="TierC">Tracks whose vector is computed each time.</param>
/// <param name="Bytes">Of the index.</param>
/// <param name="Seconds">To fill it.</param>
public sealed record TierChoice(int MinPopularity, long? Top, long TierA, long TierB, long TierC, long Bytes, double Seconds);

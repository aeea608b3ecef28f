namespace SpotifyPlatform.Platform.Planning;

/// <summary>What a month of serving costs, in US dollars.</summary>
internal sealed record MonthlyCost(double Objects, double Database, double Vectors, double Cache)
{
    private const double Million = 1e6;

    public double Total => Objects + Database + Vectors + Cache;

    /// <summary>In whole dollars, as the source document states it.</summary>
    public double RoundedUp => Math.Ceiling(Math.Round(Total, 2));

    public static MonthlyCost Of(long vectors, PriceOptions prices, ServingUse use) => new(
        Paid(use.ObjectsGB, prices.ObjectsFreeGB, prices.ObjectsPerGBMonth)
            + Paid(use.ObjectReadsMillions, prices.ObjectReadsFreeMillions, prices.ObjectReadsPerMillion)
            + Paid(use.ObjectWritesMillions, prices.ObjectWritesFreeMillions, prices.ObjectWritesPerMillion),
        Paid(use.DatabaseGB, prices.DatabaseFreeGB, prices.DatabasePerGBMonth)
            + Paid(use.DatabaseReadsMillions, prices.DatabaseReadsFreeMillions, prices.DatabaseReadsPerMillion)
            + Paid(use.DatabaseWritesMillions, prices.DatabaseWritesFreeMillions, prices.DatabaseWritesPerMillion),
        OfVectors(vectors, prices) + Paid(use.VectorQueriesMillions, prices.VectorQueriesFreeMillions, 1000 * prices.VectorQueriesPerThousand),
        Paid(use.CacheGB, prices.CacheFreeGB, prices.CachePerGBMonth)
            + Paid(use.CacheReadsMillions, prices.CacheReadsFreeMillions, prices.CacheReadsPerMillion)
            + Paid(use.CacheWritesMillions, prices.CacheWritesFreeMillions, prices.CacheWritesPerMillion));

    /// <summary>Of keeping so many vectors for a month.</summary>
    public static double OfVectors(long vectors, PriceOptions prices) =>
        vectors <= prices.VectorsFreeMillions * Million ? 0 : vectors / Million * prices.VectorsPerMillionMonth;

    private static double Paid(double used, double free, double price) => Math.Max(0, used - free) * price;
}

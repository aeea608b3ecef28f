using System.Diagnostics.Metrics;
using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner;

/// <summary>Metrics of mining runs; the consume loop counts events.</summary>
internal sealed class CooccurrenceMinerMetrics
{
    public const string Name = "SpotifyPlatform.CooccurrenceMiner";

    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> dropped;
    private readonly Histogram<double> batchDuration;

    public CooccurrenceMinerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{playlist}", "Playlists kept by mining runs.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{pair}", "Pairs stored by mining runs.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{playlist}", "Playlists left out by mining runs, by reason.");
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time to count and write a range.");
    }

    public void Mined(in BasketHeader baskets, long stored)
    {
        consumed.Add(baskets.Playlists);
        produced.Add(stored);
        dropped.Add(baskets.TooShort, KeyValuePair.Create<string, object?>("reason", "too_short"));
        dropped.Add(baskets.TooLong, KeyValuePair.Create<string, object?>("reason", "too_long"));
    }

    public void Counted(TimeSpan elapsed) => batchDuration.Record(elapsed.TotalSeconds);
}

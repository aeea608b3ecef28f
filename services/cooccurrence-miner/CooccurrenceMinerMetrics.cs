using System.Diagnostics.Metrics;
using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner;

/// <summary>What mining runs did; the consume loop counts events.</summary>
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
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{playlist}", "Playlists that runs kept.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{pair}", "Pairs that runs stored.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{playlist}", "Playlists that runs left out, by reason.");
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "A range, counted and written.");
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

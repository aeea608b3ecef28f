using System.Diagnostics.Metrics;
using SpotifyPlatform.CooccurrenceMiner.Mining;

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
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "A run, from the first basket read to its record.");
    }

    public void Mined(MiningResult result, TimeSpan elapsed)
    {
        consumed.Add(result.Playlists);
        produced.Add(result.Pairs.Count);
        dropped.Add(result.TooShort, KeyValuePair.Create<string, object?>("reason", "too_short"));
        dropped.Add(result.TooLong, KeyValuePair.Create<string, object?>("reason", "too_long"));
        batchDuration.Record(elapsed.TotalSeconds);
    }
}

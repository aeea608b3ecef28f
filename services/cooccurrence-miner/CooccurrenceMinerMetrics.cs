using System.Diagnostics.Metrics;

namespace SpotifyPlatform.CooccurrenceMiner;

/// <summary>Metrics of mining runs; the consume loop counts events.</summary>
internal sealed class CooccurrenceMinerMetrics
{
    public const string Name = "SpotifyPlatform.CooccurrenceMiner";

    /// <summary>Reasons for which playlists are left out, in metrics and in the manifest.</summary>
    public const string TooShort = "too_short";

    public const string TooLong = "too_long";

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
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time to count a range.");
    }

    public void Mined(long playlists, long tooShort, long tooLong, long stored)
    {
        consumed.Add(playlists);
        produced.Add(stored);
        dropped.Add(tooShort, KeyValuePair.Create<string, object?>("reason", TooShort));
        dropped.Add(tooLong, KeyValuePair.Create<string, object?>("reason", TooLong));
    }

    public void Counted(TimeSpan elapsed) => batchDuration.Record(elapsed.TotalSeconds);
}

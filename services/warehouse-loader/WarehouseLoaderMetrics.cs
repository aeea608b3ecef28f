using System.Diagnostics.Metrics;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.WarehouseLoader;

/// <summary>Instruments of the warehouse loader; the service's README lists them.</summary>
internal sealed class WarehouseLoaderMetrics
{
    public const string MeterName = "SpotifyPlatform.WarehouseLoader";

    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> dropped;
    private readonly Counter<long> errors;
    private readonly Histogram<double> batchDuration;

    public WarehouseLoaderMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{record}", "Rows of received shards, by table, including rows loaded earlier.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{record}", "Rows loaded, by table.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{record}", "Rows of refused shards, by table and reason.");
        errors = meter.CreateCounter<long>("pipeline.errors", "{error}", "Shards refused, by reason.");
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time to load a shard.");
    }

    public void Done(ShardRows shard, LoadOutcome outcome, TimeSpan duration)
    {
        Add(consumed, shard);
        if (outcome != LoadOutcome.Loaded)
            return;
        Add(produced, shard);
        batchDuration.Record(duration.TotalSeconds);
    }

    public void Refused(ShardRows shard, string reason)
    {
        Add(consumed, shard);
        Add(dropped, shard, Reason(reason));
        errors.Add(1, Reason(reason));
    }

    /// <summary>An invalid event.</summary>
    public void Refused(string reason) => errors.Add(1, Reason(reason));

    private static void Add(Counter<long> counter, ShardRows shard, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        counter.Add(shard.Tracks.Rows, [new("table", "tracks"), .. tags]);
        counter.Add(shard.Sections.Rows, [new("table", "sections"), .. tags]);
    }

    private static KeyValuePair<string, object?> Reason(string reason) => new("reason", reason);
}

using System.Diagnostics.Metrics;

namespace SpotifyPlatform.ShardExtractor;

/// <summary>Instruments of the shard extractor; the service's README lists them.</summary>
internal sealed class ShardExtractorMetrics
{
    public const string MeterName = "SpotifyPlatform.ShardExtractor";

    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> dropped;
    private readonly Counter<long> errors;
    private readonly Histogram<double> batchDuration;

    public ShardExtractorMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{record}", "Verified shards received.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{record}", "Rows written.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{record}", "Source rows and values left out, by reason.");
        errors = meter.CreateCounter<long>("pipeline.errors", "{error}", "Files refused, by reason.");
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time to extract a shard, write a table, or write a range of playlists.");
    }

    public void FileReceived(string kind) => consumed.Add(1, Content(kind));

    public void FileRefused(string reason) => errors.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A table, a range of playlists or a shard is done.</summary>
    public void BatchDone(string kind, long rows, IEnumerable<KeyValuePair<string, long>> left, TimeSpan time)
    {
        produced.Add(rows, Content(kind));
        foreach (var (reason, count) in left)
            dropped.Add(count, Content(kind), new KeyValuePair<string, object?>("reason", reason));
        batchDuration.Record(time.TotalSeconds, Content(kind));
    }

    private static KeyValuePair<string, object?> Content(string kind) => new("content", kind);
}

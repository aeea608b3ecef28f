using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace SpotifyPlatform.Acquirer;

internal sealed class AcquirerMetrics
{
    public const string Name = "SpotifyPlatform.Acquirer";

    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> dropped;
    private readonly Counter<long> withdrawn;
    private readonly Counter<long> bytes;
    private readonly Histogram<double> batchDuration;
    private readonly ConcurrentDictionary<string, long> missing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> stalled = new(StringComparer.Ordinal);

    public AcquirerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{file}", "Files of known kinds that scans found.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{file}", "Files announced to the pipeline.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{file}", "Files that were not taken, by reason.");
        withdrawn = meter.CreateCounter<long>("acquirer.files.withdrawn", "{file}", "Announced files that went bad.");
        bytes = meter.CreateCounter<long>("acquirer.bytes.hashed", "By", "Bytes read to verify files.");
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time to scan the folder.");
        meter.CreateObservableGauge("acquirer.download.missing", () => missing.Select(torrent => Of(torrent.Key, torrent.Value)), "By", "Bytes of a torrent that are downloaded and not there yet.");
        meter.CreateObservableGauge(
            "acquirer.download.stalled", () => stalled.Select(torrent => Of(torrent.Key, torrent.Value ? 1 : 0)), "{torrent}", "1 while a torrent that is downloaded gets no byte from any peer.");
    }

    public void Published() => produced.Add(1);

    public void Withdrawn() => withdrawn.Add(1);

    public void Refused(string code) => dropped.Add(1, KeyValuePair.Create<string, object?>("reason", code));

    public void Scanned(int files, TimeSpan elapsed)
    {
        consumed.Add(files);
        batchDuration.Record(elapsed.TotalSeconds);
    }

    public void Hashed(int count) => bytes.Add(count);

    public void Missing(string torrent, long count) => missing[torrent] = count;

    public void Stalled(string torrent, bool isStalled) => stalled[torrent] = isStalled;

    /// <summary>Ends the gauges of a torrent that is no longer downloaded.</summary>
    public void Forget(string torrent)
    {
        missing.TryRemove(torrent, out _);
        stalled.TryRemove(torrent, out _);
    }

    private static Measurement<long> Of(string torrent, long value) => new(value, KeyValuePair.Create<string, object?>("torrent", torrent));
}

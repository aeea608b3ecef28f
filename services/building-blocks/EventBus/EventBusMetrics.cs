using System.Diagnostics;
using System.Diagnostics.Metrics;
using SpotifyPlatform.EventBus.Backlog;
using SpotifyPlatform.EventBus.Consume;

namespace SpotifyPlatform.EventBus;

/// <summary>What the consume loops did and have left to do, by topic and group.</summary>
internal sealed class EventBusMetrics
{
    public const string Name = "SpotifyPlatform.EventBus";

    /// <summary>A batch may take milliseconds or, where it builds a table, hours.</summary>
    private static readonly InstrumentAdvice<double> DurationBuckets = new() { HistogramBucketBoundaries = [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300, 1800, 7200] };

    private readonly Counter<long> consumed;
    private readonly Counter<long> dropped;
    private readonly Counter<long> errors;
    private readonly Counter<long> retries;
    private readonly Histogram<double> batchDuration;
    private readonly ObservableGauge<long> pending;
    private readonly ObservableGauge<double> oldestPending;
    private readonly ObservableGauge<long> deadLetters;
    private volatile IReadOnlyList<GroupBacklog> backlogs = [];

    public EventBusMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(Name);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{record}", "Records that a handler finished, refused ones too.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{record}", "Records that went to a dead letter topic, by reason.");
        errors = meter.CreateCounter<long>("pipeline.errors", "{error}", "Faults while consuming, by the exception's type; transient ones are retried.");
        retries = meter.CreateCounter<long>("pipeline.retries", "{retry}", "Attempts that follow a transient fault, by the kind of fault.");
        batchDuration = meter.CreateHistogram(
            "pipeline.batch.duration", "s", "Time from the first record of a batch to the last before its commit.", advice: DurationBuckets);
        pending = meter.CreateObservableGauge(
            "pipeline.records.pending", () => Each(backlog => backlog.Lag.Pending), "{record}", "Records that the group has not committed.");
        oldestPending = meter.CreateObservableGauge(
            "pipeline.records.pending.age", () => Each(backlog => (time.GetUtcNow() - backlog.Lag.OldestPendingAt)?.TotalSeconds ?? 0), "s",
            "Time since the oldest record that the group has not committed was appended; 0 where there is none.");
        deadLetters = meter.CreateObservableGauge(
            "pipeline.dead_letters", () => Each(backlog => backlog.DeadLetters), "{record}", "Records that the group refused and that are not mended.");
    }

    /// <summary>Whether anybody reads what <see cref="Observed"/> sets.</summary>
    public bool IsBacklogRead => pending.Enabled || oldestPending.Enabled || deadLetters.Enabled;

    public void Consumed(string topic, string group, int records) => consumed.Add(records, Of(topic, group));

    public void Dropped(string topic, string group, string reason)
    {
        var tags = Of(topic, group);
        tags.Add("reason", reason);
        dropped.Add(1, tags);
    }

    public void Failed(string topic, string group, Exception ex)
    {
        var tags = Of(topic, group);
        tags.Add("error.type", ex.GetType().Name);
        errors.Add(1, tags);
    }

    public void Retried(string topic, string group, Exception ex)
    {
        var tags = Of(topic, group);
        tags.Add("reason", RetryReason.Of(ex));
        retries.Add(1, tags);
    }

    public void Batch(string topic, string group, TimeSpan duration) => batchDuration.Record(duration.TotalSeconds, Of(topic, group));

    /// <summary>What the gauges report until the next call; none where the last look failed.</summary>
    public void Observed(IReadOnlyList<GroupBacklog> observed) => backlogs = observed;

    private IEnumerable<Measurement<T>> Each<T>(Func<GroupBacklog, T> value)
        where T : struct => backlogs.Select(backlog => new Measurement<T>(value(backlog), Of(backlog.Lag.Topic, backlog.Lag.Group)));

    private static TagList Of(string topic, string group) => new() { { "topic", topic }, { "group", group } };
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SpotifyPlatform.EventBus;

/// <summary>What the consume loops did, by topic and group.</summary>
internal sealed class EventBusMetrics
{
    public const string Name = "SpotifyPlatform.EventBus";

    public static readonly ActivitySource Activities = new(Name);

    private readonly Counter<long> consumed;
    private readonly Counter<long> dropped;
    private readonly Counter<long> errors;
    private readonly Histogram<double> batchDuration;

    public EventBusMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{record}", "Records that a handler finished, refused ones too.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{record}", "Records that went to a dead letter topic, by reason.");
        errors = meter.CreateCounter<long>("pipeline.errors", "{error}", "Faults while consuming, by the exception's type; transient ones are retried.");
        batchDuration = meter.CreateHistogram<double>("pipeline.batch.duration", "s", "Time from the first record of a batch to the last before its commit.");
    }

    public void Consumed(string topic, string group) => consumed.Add(1, Of(topic, group));

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

    public void Batch(string topic, string group, TimeSpan duration) => batchDuration.Record(duration.TotalSeconds, Of(topic, group));

    private static TagList Of(string topic, string group) => new() { { "topic", topic }, { "group", group } };
}

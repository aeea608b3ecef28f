using System.Diagnostics;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>
/// Spans of publishing and handling, by OpenTelemetry's semantic conventions for messaging. Keys, ids and payloads of records are not
/// among their attributes: they may name a person.
/// </summary>
internal static class MessagingSpans
{
    /// <summary>What the SDK keeps of a span's links by default.</summary>
    private const int MaxLinks = 128;

    private static readonly ActivitySource Source = new(EventBusMetrics.Name);

    /// <summary>The span whose context the records carry; null where nobody listens.</summary>
    public static Activity? StartSend(string system, Topic topic, int records)
    {
        if (!Source.HasListeners())
            return null;
        var tags = Tags(system, topic, "send");
        if (records > 1)
            tags.Add("messaging.batch.message_count", records);
        return Source.StartActivity($"send {topic.Name}", ActivityKind.Producer, parentContext: default, tags);
    }

    /// <summary>The span of handling records of one partition: a child of one record's publisher, or linked to those of many.</summary>
    public static Activity? StartProcess(string system, Topic topic, string group, IReadOnlyList<ReceivedEvent> records)
    {
        if (!Source.HasListeners())
            return null;
        var tags = Tags(system, topic, "process");
        tags.Add("messaging.consumer.group.name", group);
        tags.Add("messaging.destination.partition.id", $"{records[0].Partition.Partition}");
        if (records.Count > 1)
        {
            tags.Add("messaging.batch.message_count", records.Count);
            return Source.StartActivity($"process {topic.Name}", ActivityKind.Consumer, parentContext: default, tags, Links(records));
        }

        tags.Add("messaging.kafka.offset", records[0].Offset);
        return Source.StartActivity($"process {topic.Name}", ActivityKind.Consumer, ContextOf(records[0]), tags);
    }

    /// <param name="type">An exception's type, or the reason of a refusal.</param>
    public static void SetFailed(this Activity? span, string type) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", type);

    private static ActivityTagsCollection Tags(string system, Topic topic, string operation) => new()
    {
        { "messaging.system", system },
        { "messaging.destination.name", topic.Name },
        { "messaging.operation.name", operation },
        { "messaging.operation.type", operation },
    };

    private static IEnumerable<ActivityLink> Links(IReadOnlyList<ReceivedEvent> records) =>
        records.Select(ContextOf).Where(context => context != default).Distinct().Take(MaxLinks).Select(context => new ActivityLink(context));

    private static ActivityContext ContextOf(ReceivedEvent record) =>
        ActivityContext.TryParse(record.Headers.TraceParent, record.Headers.TraceState, isRemote: true, out var context) ? context : default;
}

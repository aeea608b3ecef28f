using System.Diagnostics;
using Google.Protobuf;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>Serializes events with the headers of the CloudEvents Kafka binding (binary mode) and the current trace context.</summary>
internal sealed class EventPublisher(IEventBus bus, IEnumerable<RegisteredProducer> producers) : IEventPublisher
{
    private const string SpecVersion = "1.0";
    private const string ContentType = "application/protobuf";

    private readonly HashSet<string> declared = [.. producers.Select(producer => producer.Topic.Name)];

    public async Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        if (!declared.Contains(topic.Name))
            throw new InvalidOperationException($"{topic.Name} is published and not declared: register it with AddProducer, so that the service's user is granted the right.");
        if (events.Count == 0)
            return;
        using var span = MessagingSpans.StartSend(bus.MessagingSystem, topic, events.Count);
        try
        {
            var records = new EventRecord[events.Count];
            for (var i = 0; i < records.Length; i++)
                records[i] = Record(topic, events[i]);
            await bus.AppendAsync(topic, records, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex)
        {
            span.SetFailed(ex.GetType().Name);
            throw;
        }
    }

    private static EventRecord Record<TEvent>(Topic<TEvent> topic, OutgoingEvent<TEvent> e)
        where TEvent : class, IMessage<TEvent>
    {
        var size = e.Event.CalculateSize();
        if (size > OutgoingEvent.MaxBytes)
            throw new EventTooLargeException(topic.Name, e.Id, size);
        var headers = EventHeaders.Of(
            (EventHeaders.SpecVersionName, SpecVersion),
            (EventHeaders.IdName, e.Id),
            (EventHeaders.SourceName, Source(topic)),
            (EventHeaders.TypeName, e.Event.Descriptor.FullName),
            (EventHeaders.ContentTypeName, ContentType),
            (EventHeaders.TraceParentName, Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null),
            (EventHeaders.TraceStateName, Activity.Current?.TraceStateString));
        return new EventRecord(topic.Key(e.Event), e.Event.ToByteArray(), headers);
    }

    /// <summary>The domain, not the process: the same statement has the same source whoever publishes it.</summary>
    private static string Source(Topic topic) => $"/spotifyplatform/{topic.Name.Split('.')[0]}";
}

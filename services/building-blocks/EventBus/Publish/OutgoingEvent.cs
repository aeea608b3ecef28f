using Google.Protobuf;

namespace SpotifyPlatform.EventBus;

/// <summary>An event to publish. Its key follows from the topic.</summary>
/// <param name="Id">Names the statement that the event makes (slot or table, input hash, mapping version, revision): a replay has the same id.</param>
/// <param name="Event">The message. Whatever a consumer stores by is in it, because a replay carries nothing else.</param>
public sealed record OutgoingEvent<TEvent>(string Id, TEvent Event)
    where TEvent : class, IMessage<TEvent>;

/// <summary>Limits of an event.</summary>
public static class OutgoingEvent
{
    /// <summary>Bytes of a serialized event. Bulk data travel as artifacts; the event carries a reference.</summary>
    public const int MaxBytes = 256 * 1024;
}

/// <summary>An event is larger than the bus takes.</summary>
public sealed class EventTooLargeException(string topic, string id, int bytes)
    : Exception($"Event {id} of {topic} has {bytes} bytes; an event may have {OutgoingEvent.MaxBytes}. Publish a reference to an artifact, or smaller batches.");

using Google.Protobuf;

namespace SpotifyPlatform.EventBus;

/// <summary>An event to publish.</summary>
/// <param name="Key">Events of one key stay in order.</param>
/// <param name="Id">Derived from the input alone, so that a replay publishes the same id.</param>
/// <param name="Event">The message.</param>
public sealed record OutgoingEvent<TEvent>(string Key, string Id, TEvent Event)
    where TEvent : class, IMessage<TEvent>;

/// <summary>Limits of an event.</summary>
public static class OutgoingEvent
{
    /// <summary>Bytes of a serialized event. Bulk data travels as a file; the event carries pointer and hash.</summary>
    public const int MaxBytes = 256 * 1024;
}

/// <summary>An event as it stands in the log.</summary>
public sealed record ReceivedEvent(string Topic, int Partition, long Offset, string Key, string Id, ReadOnlyMemory<byte> Payload);

/// <summary>Why a record was refused.</summary>
/// <param name="Reason">One of a bounded set, such as <c>unreadable</c> or <c>shard_truncated</c>.</param>
/// <param name="Detail">A sentence for the operator: the input, the position, the remedy.</param>
public sealed record Refusal(string Reason, string Detail);

/// <summary>A record that a group refused, and why.</summary>
public sealed record RefusedRecord(string Topic, string Group, string Key, Refusal Refusal);

/// <summary>How far a group is on a topic.</summary>
/// <param name="Pending">Events not yet committed.</param>
/// <param name="Total">Events in the topic.</param>
/// <param name="DeadLetters">Events the group refused.</param>
public sealed record GroupLag(string Topic, string Group, long Pending, long Total, long DeadLetters);

/// <summary>An event is larger than the bus takes.</summary>
public sealed class EventTooLargeException(string topic, string id, int bytes)
    : Exception($"Event {id} of {topic} has {bytes} bytes; an event may have {OutgoingEvent.MaxBytes}. Publish a pointer or smaller batches.");

using Google.Protobuf;

namespace SpotifyPlatform.Contracts;

/// <summary>A topic of the event bus and the one message type on it.</summary>
/// <param name="Name"><c>&lt;domain&gt;.&lt;entity&gt;.&lt;past-verb&gt;.v&lt;N&gt;</c>.</param>
/// <param name="Partitions">Fixed for the life of the topic: the partition of a key must never change.</param>
/// <param name="Parser">Reads the message.</param>
public sealed record Topic<TEvent>(string Name, int Partitions, MessageParser<TEvent> Parser)
    where TEvent : class, IMessage<TEvent>
{
    /// <summary>Where a consumer group puts what it refuses.</summary>
    public string DeadLetter(string group) => $"{Name}.{group}.dlq";
}

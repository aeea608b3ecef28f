using Google.Protobuf;

namespace SpotifyPlatform.Contracts;

/// <summary>A topic of the event bus with its message type.</summary>
/// <param name="Name"><c>&lt;domain&gt;.&lt;entity&gt;.&lt;past-verb&gt;.v&lt;N&gt;</c>.</param>
/// <param name="Partitions">Must not change while the topic exists: a key's partition depends on it.</param>
public sealed record Topic<TEvent>(string Name, int Partitions, MessageParser<TEvent> Parser)
    where TEvent : class, IMessage<TEvent>
{
    /// <summary>The dead-letter topic of a consumer group.</summary>
    public string DeadLetter(string group) => $"{Name}.{group}.dlq";
}

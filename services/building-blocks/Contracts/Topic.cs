using Google.Protobuf;

namespace SpotifyPlatform.Contracts;

/// <summary>A topic of the event bus, without the type of its message.</summary>
/// <param name="Name"><c>&lt;domain&gt;.&lt;entity&gt;.&lt;past-verb&gt;.v&lt;N&gt;</c>.</param>
/// <param name="Class">What its records are, and so how the log is cleaned up.</param>
/// <param name="Partitions">The default; a deployment may set another count (<c>EventBus:Partitions</c>).</param>
public record Topic(string Name, TopicClass Class, int Partitions)
{
    /// <summary>How long a distributed log keeps units of work.</summary>
    public static readonly TimeSpan WorkRetention = TimeSpan.FromDays(7);

    /// <summary>How long a distributed log keeps observations.</summary>
    public static readonly TimeSpan ObservationRetention = TimeSpan.FromDays(30);

    /// <summary>Whether the log keeps the latest record of each key, however old, and may drop the others.</summary>
    public bool IsCompacted => Class is TopicClass.Announcement or TopicClass.LiveRow;

    /// <summary>How long a distributed log keeps records; null for a compacted topic.</summary>
    public TimeSpan? Retention => Class switch
    {
        TopicClass.Work => WorkRetention,
        TopicClass.Observation => ObservationRetention,
        _ => null,
    };

    /// <summary>Where a group puts the records that it refuses: compacted, one record for each refused one, removed when mended.</summary>
    public Topic DeadLetters(string group) => new($"{Name}.{group}.dlq", TopicClass.LiveRow, 1);

    /// <summary>The message of a payload; null where the topic's message type is not known.</summary>
    /// <exception cref="InvalidProtocolBufferException">The payload is no such message.</exception>
    public virtual IMessage? Parse(ReadOnlySpan<byte> payload) => null;
}

/// <summary>A topic and the one message type on it.</summary>
/// <param name="Parser">Reads the message.</param>
/// <param name="Key">The record key of a message: records of one key are in one partition, in order.</param>
/// <inheritdoc cref="Topic(string, TopicClass, int)" path="/param"/>
public sealed record Topic<TEvent>(string Name, TopicClass Class, int Partitions, MessageParser<TEvent> Parser, Func<TEvent, string> Key)
    : Topic(Name, Class, Partitions)
    where TEvent : class, IMessage<TEvent>
{
    public override IMessage? Parse(ReadOnlySpan<byte> payload) => Parser.ParseFrom(payload);
}

using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>Who consumes what in this process, as it was registered. What a service's user may read follows from it.</summary>
/// <param name="Group">The consumer group, or the name of a reader outside groups.</param>
public sealed record RegisteredConsumer(Topic Topic, string Group, ConsumerRole Role, Type Handler)
{
    public bool IsGroup => Role != ConsumerRole.Reader;

    /// <summary>Where the group puts the records that it refuses; null for one that refuses none.</summary>
    public Topic? DeadLetters => Role == ConsumerRole.Handler ? Topic.DeadLetters(Group) : null;
}

/// <summary>How a topic is consumed.</summary>
public enum ConsumerRole
{
    /// <summary>In a group, by a handler that may refuse records.</summary>
    Handler,

    /// <summary>In a group, for the sake of its partition alone: whoever holds it acts.</summary>
    Clock,

    /// <summary>Outside groups.</summary>
    Reader,
}

using Google.Protobuf;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>
/// A log of topics with partitions, consumer groups and offsets. Publishing is durable when the task completes and ordered
/// within a key; delivery is at least once, so consumers are idempotent. A group's first read starts at the oldest event.
/// </summary>
public interface IEventBus
{
    /// <summary>Appends events, in order, all or none.</summary>
    /// <exception cref="EventTooLargeException">An event is over <see cref="OutgoingEvent.MaxBytes"/>.</exception>
    Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>;

    /// <summary>Joins a consumer group on a topic; disposing leaves it.</summary>
    IEventSubscription Subscribe<TEvent>(Topic<TEvent> topic, string group)
        where TEvent : class, IMessage<TEvent>;

    /// <summary>Appends a refused record to the group's dead letter topic, with why.</summary>
    Task DeadLetterAsync(ReceivedEvent refused, string group, Refusal refusal, CancellationToken cancellationToken);

    /// <summary>Events that each group has not committed, and dead letters, from one consistent view.</summary>
    Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken);
}

/// <summary>One member of a consumer group on one topic.</summary>
public interface IEventSubscription : IAsyncDisposable
{
    /// <summary>
    /// The next events after those already received, in order within a partition; waits up to <paramref name="wait"/>
    /// for the first and returns none when there is none.
    /// </summary>
    Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Says that all events of the partition up to and with this one are handled. Never moves back.</summary>
    Task CommitAsync(ReceivedEvent last, CancellationToken cancellationToken);
}

/// <summary>What groups have refused, for people who look after the pipeline.</summary>
public interface IDeadLetters
{
    /// <summary>The latest refused records of all groups, newest first.</summary>
    Task<IReadOnlyList<RefusedRecord>> ReadLatestAsync(int max, CancellationToken cancellationToken);
}

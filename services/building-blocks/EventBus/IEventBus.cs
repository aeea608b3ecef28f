using System.Diagnostics.CodeAnalysis;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>
/// A log of topics with partitions, consumer groups and offsets: the port that every engine adapts. Appends are durable when
/// their task completes and ordered within a key. Delivery is at least once: after a crash or a rebalance records come again,
/// and nothing is dropped as a duplicate. Services publish through <see cref="IEventPublisher"/> and consume through handlers.
/// </summary>
public interface IEventBus
{
    /// <summary>The engine in OpenTelemetry's attribute <c>messaging.system</c>: <c>kafka</c>, <c>sqlite</c>.</summary>
    string MessagingSystem { get; }

    /// <summary>
    /// Appends records, in order within a key. Each record is appended on its own: when the task fails, any of them may be in
    /// the log, and the caller appends all of them again.
    /// </summary>
    Task AppendAsync(Topic topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken);

    /// <summary>
    /// Joins a consumer group. A process has one member in a group, over all its topics; the topics' partitions are divided among
    /// the group's members. A new group starts at the oldest record and counts in the lag from the join on.
    /// </summary>
    /// <param name="listener">Is told of partitions from within <see cref="IEventSubscription.ReceiveAsync"/> and disposal, never at other times.</param>
    Task<IEventSubscription> JoinAsync(string group, IReadOnlyList<Topic> topics, IPartitionListener listener, CancellationToken cancellationToken);

    /// <summary>Reads every partition of a topic on its own, outside groups and lag: a broadcast, or a reader's copy of a compacted topic.</summary>
    Task<IEventReader> ReadAsync(Topic topic, ReadFrom from, CancellationToken cancellationToken);

    /// <summary>How far each group is: on the embedded log every group, on a broker those that this process registers. The answer is no consistent view of all groups; see <see cref="IdleDetector"/>.</summary>
    Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken);
}

/// <summary>
/// One member of a consumer group. It must ask for records again within a few minutes, however long handlers take, or the
/// group takes it for dead: a consumer that is full pauses partitions and goes on asking.
/// </summary>
public interface IEventSubscription : IAsyncDisposable
{
    /// <summary>
    /// The next records after those already received, of partitions that are assigned and not paused, in order within a
    /// partition. Waits up to <paramref name="wait"/> for the first and returns none when there is none. One call at a time.
    /// </summary>
    Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>
    /// Stores that every record of the partition before <paramref name="offset"/> is handled. Never moves back. Ignored for a partition that
    /// is no longer this member's: its new owner says what is handled.
    /// </summary>
    Task CommitAsync(TopicPartition partition, long offset, CancellationToken cancellationToken);

    /// <summary>Receives no more from the partitions until they are resumed. A partition that is assigned anew is not paused.</summary>
    void Pause(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>Receives from the partitions again. May be called while <see cref="ReceiveAsync"/> waits, and ends its wait where they have records.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "The word of every Kafka client.")]
    void Resume(IReadOnlyCollection<TopicPartition> partitions);
}

/// <summary>What a member of a group is told of its partitions.</summary>
public interface IPartitionListener
{
    /// <summary>The partitions are this member's from now on; their records come from what the group has committed.</summary>
    void Assigned(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>
    /// The partitions go to another member when this completes. Work on them is finished and committed, or dropped, within
    /// seconds: the whole group waits.
    /// </summary>
    Task RevokedAsync(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>The partitions are another member's already. Work on them is dropped and not committed.</summary>
    void Lost(IReadOnlyCollection<TopicPartition> partitions);
}

/// <summary>Reads all partitions of a topic for one reader alone.</summary>
public interface IEventReader : IAsyncDisposable
{
    /// <summary>Whether every record that was in the topic when the reader was opened has been received.</summary>
    bool IsCaughtUp { get; }

    /// <inheritdoc cref="IEventSubscription.ReceiveAsync"/>
    Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken);
}

/// <summary>Where a reader begins.</summary>
public enum ReadFrom
{
    /// <summary>The oldest record that the log has: a copy of a compacted topic.</summary>
    Oldest,

    /// <summary>The next record: an announcement that is only a hint.</summary>
    Newest,
}

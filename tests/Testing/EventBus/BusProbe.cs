using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>A bus that tells when it is asked for records and runs what a test wants at named points.</summary>
internal sealed class BusProbe(IEventBus inner) : IEventBus
{
    /// <summary>Set at each request for records.</summary>
    public AsyncSignal Polled { get; } = new();

    /// <summary>Set when a member has been told that it must give partitions up, and starts no further batch of them.</summary>
    public AsyncSignal Revoked { get; } = new();

    /// <summary>Runs at each point; the topic's name is given, or the group's at a join.</summary>
    public Action<BusPoint, string> At { get; set; } = (_, _) => { };

    public string MessagingSystem => inner.MessagingSystem;

    public async Task AppendAsync(Topic topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken)
    {
        At(BusPoint.BeforeAppend, topic.Name);
        await inner.AppendAsync(topic, records, cancellationToken);
        At(BusPoint.AfterAppend, topic.Name);
    }

    public async Task<IEventSubscription> JoinAsync(string group, IReadOnlyList<Topic> topics, IPartitionListener listener, CancellationToken cancellationToken) =>
        Joined(new Subscription(this, await inner.JoinAsync(group, topics, new Listener(this, listener), cancellationToken)), group);

    public Task<IEventReader> ReadAsync(Topic topic, ReadFrom from, CancellationToken cancellationToken) => inner.ReadAsync(topic, from, cancellationToken);

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken) => inner.ReadLagAsync(cancellationToken);

    private Subscription Joined(Subscription subscription, string group)
    {
        At(BusPoint.AfterJoin, group);
        return subscription;
    }

    private sealed class Listener(BusProbe probe, IPartitionListener inner) : IPartitionListener
    {
        public void Assigned(IReadOnlyCollection<TopicPartition> partitions) => inner.Assigned(partitions);

        public async Task RevokedAsync(IReadOnlyCollection<TopicPartition> partitions)
        {
            var ended = inner.RevokedAsync(partitions);
            probe.Revoked.Set();
            await ended;
        }

        public void Lost(IReadOnlyCollection<TopicPartition> partitions) => inner.Lost(partitions);
    }

    private sealed class Subscription(BusProbe probe, IEventSubscription inner) : IEventSubscription
    {
        public Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
        {
            probe.Polled.Set();
            return inner.ReceiveAsync(max, wait, cancellationToken);
        }

        public async Task CommitAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
        {
            probe.At(BusPoint.BeforeCommit, partition.Topic);
            await inner.CommitAsync(partition, offset, cancellationToken);
            probe.At(BusPoint.AfterCommit, partition.Topic);
        }

        public void Pause(IReadOnlyCollection<TopicPartition> partitions) => inner.Pause(partitions);

        public void Resume(IReadOnlyCollection<TopicPartition> partitions) => inner.Resume(partitions);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

/// <summary>Where a process may end.</summary>
public enum BusPoint
{
    AfterJoin,
    BeforeAppend,
    AfterAppend,
    BeforeCommit,
    AfterCommit,
}

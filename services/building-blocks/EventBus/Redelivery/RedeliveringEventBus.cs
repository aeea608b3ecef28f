using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus.Redelivery;

/// <summary>
/// A test mode of any bus: a group receives every record a second time after it was committed the first time, as after a crash
/// just before the commit, and the partitions' records out of order among each other. Lag counts a record until its second commit.
/// </summary>
internal sealed class RedeliveringEventBus(IEventBus inner) : IEventBus
{
    public string MessagingSystem => inner.MessagingSystem;

    public Task AppendAsync(Topic topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken) =>
        inner.AppendAsync(topic, records, cancellationToken);

    public async Task<IEventSubscription> JoinAsync(
        string group, IReadOnlyList<Topic> topics, IPartitionListener listener, CancellationToken cancellationToken)
    {
        var forgetting = new ForgettingListener(listener);
        var subscription = new RedeliveringSubscription(await inner.JoinAsync(group, topics, forgetting, cancellationToken).ConfigureAwait(false));
        forgetting.Forget = subscription.Forget;
        return subscription;
    }

    public Task<IEventReader> ReadAsync(Topic topic, ReadFrom from, CancellationToken cancellationToken) => inner.ReadAsync(topic, from, cancellationToken);

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken) => inner.ReadLagAsync(cancellationToken);

    /// <summary>Records of partitions that go are not delivered again here.</summary>
    private sealed class ForgettingListener(IPartitionListener listener) : IPartitionListener
    {
        public Action<IReadOnlyCollection<TopicPartition>> Forget { get; set; } = _ => { };

        public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
        {
            Forget(partitions);
            listener.Assigned(partitions);
        }

        public async Task RevokedAsync(IReadOnlyCollection<TopicPartition> partitions)
        {
            await listener.RevokedAsync(partitions).ConfigureAwait(false);
            Forget(partitions);
        }

        public void Lost(IReadOnlyCollection<TopicPartition> partitions)
        {
            Forget(partitions);
            listener.Lost(partitions);
        }
    }
}

using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus.Consume;

/// <summary>A bus that counts what is received and not yet handled.</summary>
internal sealed class InFlightBus(SqliteEventBus inner) : IEventBus, IDisposable
{
    private readonly Lock counting = new();
    private int inFlight;

    public string MessagingSystem => inner.MessagingSystem;

    public int Most { get; private set; }

    public void Handled()
    {
        lock (counting)
            inFlight--;
    }

    public Task AppendAsync(Topic topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken) =>
        inner.AppendAsync(topic, records, cancellationToken);

    public async Task<IEventSubscription> JoinAsync(string group, IReadOnlyList<Topic> topics, IPartitionListener listener, CancellationToken cancellationToken) =>
        new Subscription(this, await inner.JoinAsync(group, topics, listener, cancellationToken));

    public Task<IEventReader> ReadAsync(Topic topic, ReadFrom from, CancellationToken cancellationToken) => inner.ReadAsync(topic, from, cancellationToken);

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken) => inner.ReadLagAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    private sealed class Subscription(InFlightBus bus, IEventSubscription inner) : IEventSubscription
    {
        public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
        {
            var received = await inner.ReceiveAsync(max, wait, cancellationToken);
            lock (bus.counting)
                bus.Most = Math.Max(bus.Most, bus.inFlight += received.Count);
            return received;
        }

        public Task CommitAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) => inner.CommitAsync(partition, offset, cancellationToken);

        public void Pause(IReadOnlyCollection<TopicPartition> partitions) => inner.Pause(partitions);

        public void Resume(IReadOnlyCollection<TopicPartition> partitions) => inner.Resume(partitions);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}

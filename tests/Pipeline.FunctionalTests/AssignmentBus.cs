using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>A bus that knows how many partitions of a topic each member of a group has.</summary>
internal sealed class AssignmentBus(IEventBus inner) : IEventBus
{
    private readonly Lock gate = new();
    private readonly List<Listener> members = [];

    public string MessagingSystem => inner.MessagingSystem;

    /// <summary>Partitions of the topic by member; members without one are left out.</summary>
    public IReadOnlyList<int> Shares(string group, Topic topic)
    {
        lock (gate)
            return [.. members.Where(member => member.Group == group).Select(member => member.Owned.Count(partition => partition.Topic == topic.Name)).Where(count => count > 0)];
    }

    public Task AppendAsync(Topic topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken) => inner.AppendAsync(topic, records, cancellationToken);

    public Task<IEventSubscription> JoinAsync(string group, IReadOnlyList<Topic> topics, IPartitionListener listener, CancellationToken cancellationToken)
    {
        var member = new Listener(group, listener, gate);
        lock (gate)
            members.Add(member);
        return inner.JoinAsync(group, topics, member, cancellationToken);
    }

    public Task<IEventReader> ReadAsync(Topic topic, ReadFrom from, CancellationToken cancellationToken) => inner.ReadAsync(topic, from, cancellationToken);

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken) => inner.ReadLagAsync(cancellationToken);

    private sealed class Listener(string group, IPartitionListener listener, Lock gate) : IPartitionListener
    {
        public string Group => group;

        public HashSet<TopicPartition> Owned { get; } = [];

        public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
        {
            listener.Assigned(partitions);
            lock (gate)
                Owned.UnionWith(partitions);
        }

        public async Task RevokedAsync(IReadOnlyCollection<TopicPartition> partitions)
        {
            await listener.RevokedAsync(partitions);
            Remove(partitions);
        }

        public void Lost(IReadOnlyCollection<TopicPartition> partitions)
        {
            listener.Lost(partitions);
            Remove(partitions);
        }

        private void Remove(IReadOnlyCollection<TopicPartition> partitions)
        {
            lock (gate)
                Owned.ExceptWith(partitions);
        }
    }
}

using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Consuming;

/// <summary>
/// Where a group goes on. A group that has committed nothing of a topic starts at its oldest records, and so do partitions that the topic
/// got since. Any other partition without an offset, or with one that the log no longer has, is a lost offset.
/// </summary>
internal sealed class GroupOffsets(string group, BrokerView broker, KafkaClients clients)
{
    /// <summary>Partitions of the group's topics, as far as this member has met them.</summary>
    private readonly HashSet<KafkaPartition> known = [];

    /// <summary>Commits the start of partitions that have none, so that the group's lag is there before its first record is handled.</summary>
    /// <exception cref="LostOffsetException">An offset was lost.</exception>
    public async Task EnsureAsync(IReadOnlyCollection<KafkaPartition> partitions, CancellationToken cancellationToken)
    {
        var (_, starts) = await ReadAsync(partitions, cancellationToken).ConfigureAwait(false);
        if (starts.Count == 0)
            return;
        foreach (var topic in starts.Select(start => start.Key.Topic).Distinct())
            Log.FirstStart(clients.Logger, group, topic);
        // Where other members are active, they have done the same; or it is done when a partition is assigned.
        await broker.CommitAsync(group, starts.Select(start => new TopicPartitionOffset(start.Key, start.Value)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Committed offsets, and the starts of partitions that have none yet.</summary>
    /// <exception cref="LostOffsetException">An offset was lost.</exception>
    public async Task<(Dictionary<KafkaPartition, long> Committed, Dictionary<KafkaPartition, long> Starts)> ReadAsync(
        IReadOnlyCollection<KafkaPartition> partitions, CancellationToken cancellationToken)
    {
        known.UnionWith(partitions);
        var committed = await broker.CommittedAsync(group, known, cancellationToken).ConfigureAwait(false);
        var oldest = await broker.OldestAsync(partitions, cancellationToken).ConfigureAwait(false);
        var starts = new Dictionary<KafkaPartition, long>();
        foreach (var partition in partitions)
            if (!committed.TryGetValue(partition, out var offset))
                starts[partition] = IsNew(partition, committed.Keys) ? oldest[partition] : throw Lost(partition, "what it had committed is gone");
            else if (offset < oldest[partition])
                throw Lost(partition, $"it had handled all before {offset}, and the log begins at {oldest[partition]}");
        return (committed, starts);
    }

    public LostOffsetException Lost(KafkaPartition partition, string what) => new(group, RecordMapper.ToPartition(partition), what);

    /// <summary>Partitions are added at the end.</summary>
    private static bool IsNew(KafkaPartition partition, IEnumerable<KafkaPartition> committed) =>
        committed.All(other => other.Topic != partition.Topic || other.Partition.Value < partition.Partition.Value);
}

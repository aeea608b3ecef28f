using SpotifyPlatform.Contracts;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Lag;

/// <summary>How far groups are in their topics.</summary>
internal sealed class LagReader(BrokerView broker, OldestRecords oldest, IReadOnlyList<(Topic Topic, string Group)> groups)
{
    public async Task<IReadOnlyList<GroupLag>> ReadAsync(CancellationToken cancellationToken)
    {
        var partitions = new Dictionary<string, IReadOnlyList<KafkaPartition>>();
        foreach (var topic in groups.Select(group => group.Topic.Name).Distinct())
            partitions[topic] = await broker.PartitionsAsync(topic, cancellationToken).ConfigureAwait(false);
        // What is committed is read before the ends, so that nothing pending is missed.
        var committed = await Task.WhenAll(groups.GroupBy(group => group.Group, group => group.Topic.Name).Select(async group => (
            Group: group.Key,
            Offsets: await broker.CommittedAsync(group.Key, [.. group.Distinct().SelectMany(topic => partitions[topic])], cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        var ends = await broker.EndsAsync(committed.SelectMany(group => group.Offsets.Keys).ToHashSet(), cancellationToken).ConfigureAwait(false);
        var pending = committed.SelectMany(group => group.Offsets).Where(offset => offset.Value < ends[offset.Key]).Select(offset => new TopicPartitionOffset(offset.Key, offset.Value)).ToHashSet();
        var times = await oldest.TimesAsync(pending, cancellationToken).ConfigureAwait(false);
        return [.. from @group in committed
                   from topic in @group.Offsets.GroupBy(offset => offset.Key.Topic)
                   orderby topic.Key, @group.Group
                   select Lag(@group.Group, topic.Key, [.. topic], ends, times)];
    }

    private static GroupLag Lag(
        string group, string topic, IReadOnlyList<KeyValuePair<KafkaPartition, long>> committed, Dictionary<KafkaPartition, long> ends,
        IReadOnlyDictionary<TopicPartitionOffset, DateTimeOffset> times)
    {
        var oldest = committed.Select(offset => new TopicPartitionOffset(offset.Key, offset.Value)).Where(times.ContainsKey).Select(offset => times[offset]).ToList();
        return new GroupLag(topic, group, committed.Sum(offset => Math.Max(0, ends[offset.Key] - offset.Value)), committed.Sum(offset => ends[offset.Key]))
        {
            OldestPendingAt = oldest.Count == 0 ? null : oldest.Min(),
        };
    }
}

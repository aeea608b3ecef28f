using Confluent.Kafka.Admin;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Lag;

/// <summary>How far the groups are, of all that the broker lets this process see.</summary>
internal sealed class LagReader(BrokerView broker, OldestRecords oldest, Func<CancellationToken, Task<IReadOnlyList<ListedGroup>>> groups)
{
    public async Task<IReadOnlyList<GroupLag>> ReadAsync(CancellationToken cancellationToken)
    {
        // What is committed is read before the ends, so that nothing pending is missed.
        var listed = await groups(cancellationToken).ConfigureAwait(false);
        var committed = await Task.WhenAll(listed.Select(async group =>
            (Group: group.Name, Offsets: await broker.CommittedAsync(group.Name, group.Partitions, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        var partitions = committed.SelectMany(group => group.Offsets.Keys).ToHashSet();
        var ends = await broker.OffsetsAsync(partitions, OffsetSpec.Latest(), cancellationToken).ConfigureAwait(false);
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

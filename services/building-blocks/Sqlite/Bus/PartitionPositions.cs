namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Reads partitions side by side from where each is, fairly: a long one does not keep the others waiting.</summary>
internal sealed class PartitionPositions(SqliteEventBus bus)
{
    private readonly Dictionary<TopicPartition, (TopicLog Topic, long Next)> positions = [];
    private int turn;

    public void Set(TopicLog topic, int partition, long next) => positions[new(topic.Name, partition)] = (topic, next);

    public void Remove(TopicPartition partition) => positions.Remove(partition);

    /// <summary>Whether every partition has been read up to an offset.</summary>
    public bool HasReached(IReadOnlyDictionary<TopicPartition, long> ends) => ends.All(end => positions[end.Key].Next >= end.Value);

    /// <summary>Reads the next records, at most so many, from partitions that have some.</summary>
    public List<ReceivedEvent> Read(int max, Func<TopicPartition, bool> isWanted)
    {
        var ready = positions.Where(position => position.Value.Next < position.Value.Topic.End(position.Key.Partition) && isWanted(position.Key))
            .Select(position => (position.Key, position.Value.Topic, position.Value.Next, End: position.Value.Topic.End(position.Key.Partition)))
            .OrderBy(position => position.Key.Topic, StringComparer.Ordinal).ThenBy(position => position.Key.Partition)
            .ToArray();
        if (ready.Length == 0)
            return [];
        turn = (turn + 1) % ready.Length;
        var read = new List<ReceivedEvent>();
        var passed = new Dictionary<TopicPartition, (TopicLog Topic, long Next)>();
        bus.Read(connection =>
        {
            for (var i = 0; i < ready.Length && read.Count < max; i++)
            {
                var (partition, topic, next, end) = ready[(turn + i) % ready.Length];
                var share = Math.Min(max - read.Count, Math.Max(1, max / ready.Length));
                var records = EventLog.Read(connection, topic.Id, partition, next, share);
                // Where cleanup has left fewer records than offsets, what is missing is passed over.
                passed[partition] = (topic, records.Count == share ? records[^1].Offset + 1 : Math.Max(end, records.Count == 0 ? end : records[^1].Offset + 1));
                read.AddRange(records);
            }
        });
        // Not before: a read that fails passes nothing.
        foreach (var (partition, position) in passed)
            positions[partition] = position;
        return read;
    }
}

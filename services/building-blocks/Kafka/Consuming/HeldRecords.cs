namespace SpotifyPlatform.Kafka.Consuming;

/// <summary>
/// Records of paused partitions. The client drops what it has fetched of a partition that it is told to pause, and fetches it again;
/// so a short pause only holds the partition's records back here, and the client is told when these are too many.
/// </summary>
internal sealed class HeldRecords
{
    private const int MaxRecords = 1024;
    private const int MaxBytes = 512 * 1024;

    private readonly Dictionary<TopicPartition, (Queue<ReceivedEvent> Records, int Bytes)> held = [];

    public bool IsEmpty => held.Count == 0;

    public IEnumerable<TopicPartition> Partitions => held.Keys;

    public bool Has(TopicPartition partition) => held.ContainsKey(partition);

    /// <summary>True when the partition's share is full.</summary>
    public bool Add(ReceivedEvent record)
    {
        var (records, bytes) = held.TryGetValue(record.Partition, out var entry) ? entry : (new Queue<ReceivedEvent>(), 0);
        records.Enqueue(record);
        bytes += record.Payload?.Length ?? 0;
        held[record.Partition] = (records, bytes);
        return records.Count >= MaxRecords || bytes >= MaxBytes;
    }

    /// <summary>Moves records of a partition, in order; true when none is left.</summary>
    public bool Take(TopicPartition partition, List<ReceivedEvent> to, int max)
    {
        var (records, bytes) = held[partition];
        while (to.Count < max && records.TryDequeue(out var record))
        {
            bytes -= record.Payload?.Length ?? 0;
            to.Add(record);
        }

        held[partition] = (records, bytes);
        return records.Count == 0 && held.Remove(partition);
    }

    public void Drop(TopicPartition partition) => held.Remove(partition);
}

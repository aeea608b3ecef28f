namespace SpotifyPlatform.Kafka.Consuming;

/// <summary>
/// Records of paused partitions. The client drops what it has fetched of a partition that it is told to pause, and fetches it again;
/// so a short pause only holds the partition's records back here.
/// </summary>
internal sealed class HeldRecords
{
    private const int MaxRecords = 1024;
    private const int MaxBytes = 512 * 1024;

    private readonly Dictionary<TopicPartition, (Queue<ReceivedEvent> Records, int Bytes)> held = [];

    public bool IsEmpty => held.Count == 0;

    /// <summary>Partitions whose share is full.</summary>
    public IEnumerable<TopicPartition> Full => held.Where(entry => IsFull(entry.Value)).Select(entry => entry.Key);

    public IEnumerable<TopicPartition> Partitions => held.Keys;

    public bool Has(TopicPartition partition) => held.Count > 0 && held.ContainsKey(partition);

    /// <summary>True when the partition's share is full.</summary>
    public bool Add(ReceivedEvent record)
    {
        var (records, bytes) = held.TryGetValue(record.Partition, out var entry) ? entry : (new Queue<ReceivedEvent>(), 0);
        records.Enqueue(record);
        bytes += record.Payload?.Length ?? 0;
        held[record.Partition] = (records, bytes);
        return IsFull((records, bytes));
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

    private static bool IsFull((Queue<ReceivedEvent> Records, int Bytes) entry) => entry.Records.Count >= MaxRecords || entry.Bytes >= MaxBytes;
}

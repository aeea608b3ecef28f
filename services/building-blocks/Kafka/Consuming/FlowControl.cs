using System.Diagnostics;

namespace SpotifyPlatform.Kafka.Consuming;

/// <summary>
/// Gives on what the client has received only of partitions that have room. <see cref="Pause"/> and <see cref="Resume"/> may be called at any time;
/// all else belongs to the poll thread.
/// </summary>
internal sealed class FlowControl : IDisposable
{
    /// <summary>How long partitions without room keep the client's other records and its calls waiting, before it is told to pause them.</summary>
    private static readonly TimeSpan BriefPause = TimeSpan.FromMilliseconds(250);

    private readonly HeldRecords held = new();

    /// <summary>Partitions that the client was told to pause.</summary>
    private readonly HashSet<TopicPartition> stopped = [];
    private readonly AutoResetEvent resumed = new(false);

    /// <summary>Guarded by itself, as <see cref="waitsSince"/>.</summary>
    private readonly HashSet<TopicPartition> paused = [];

    /// <summary>Since when nothing is taken from the client.</summary>
    private long? waitsSince;

    /// <summary>Whether a partition's share of held records is full and the client goes on with it.</summary>
    private bool isCrowded;

    public bool HoldsNothing => held.IsEmpty;

    /// <summary>Whether more records may be taken from the client now.</summary>
    public bool HasSpace => !isCrowded;

    public void Pause(IReadOnlyCollection<TopicPartition> partitions)
    {
        lock (paused)
            paused.UnionWith(partitions);
    }

    public void Resume(IReadOnlyCollection<TopicPartition> partitions)
    {
        if (partitions.Count == 0)
            return;
        lock (paused)
        {
            paused.ExceptWith(partitions);
            waitsSince = null;
        }

        resumed.Set();
    }

    /// <summary>Waits until a partition is resumed.</summary>
    public void WaitForRoom(TimeSpan most) => resumed.WaitOne(most);

    /// <summary>
    /// True while all partitions are paused, or one of them has too many records held back, for a moment: handlers make room sooner than the client could
    /// fetch again what it drops at a pause. A pause that lasts is told to the client.
    /// </summary>
    /// <param name="partitions">How many this member has.</param>
    public bool WaitsForRoom(int partitions, IConsumer<byte[], byte[]> consumer)
    {
        lock (paused)
        {
            if (!isCrowded && (partitions == 0 || paused.Count < partitions))
            {
                waitsSince = null;
                return false;
            }

            waitsSince ??= Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(waitsSince.Value) < BriefPause)
                return true;
        }

        if (isCrowded)
            consumer.Pause([.. held.Full.Where(stopped.Add).Select(RecordMapper.ToKafka)]);
        isCrowded = false;
        return false;
    }

    /// <summary>Adds a record to what is given on, or holds it back behind others of its partition.</summary>
    public void Add(ReceivedEvent record, List<ReceivedEvent> to)
    {
        if (!IsPaused(record.Partition) && !held.Has(record.Partition))
            to.Add(record);
        else
            isCrowded |= held.Add(record) && !stopped.Contains(record.Partition);
    }

    /// <summary>Gives on what was held back of partitions that have room again.</summary>
    public void Take(List<ReceivedEvent> to, int max, IConsumer<byte[], byte[]> consumer)
    {
        if (held.IsEmpty)
            return;
        foreach (var partition in held.Partitions.Where(partition => !IsPaused(partition)).ToList())
            if (held.Take(partition, to, max) && stopped.Remove(partition))
                consumer.Resume([RecordMapper.ToKafka(partition)]);
        isCrowded = isCrowded && held.Full.Any(partition => !stopped.Contains(partition));
    }

    /// <summary>Drops what is known of partitions that come or go.</summary>
    public void Forget(IReadOnlyCollection<TopicPartition> partitions, IConsumer<byte[], byte[]> consumer)
    {
        lock (paused)
            paused.ExceptWith(partitions);
        foreach (var partition in partitions)
        {
            held.Drop(partition);
            // The client keeps the pause of a partition that comes again.
            if (stopped.Remove(partition))
                consumer.Resume([RecordMapper.ToKafka(partition)]);
        }
    }

    public void Dispose() => resumed.Dispose();

    private bool IsPaused(TopicPartition partition)
    {
        lock (paused)
            return paused.Count > 0 && paused.Contains(partition);
    }
}

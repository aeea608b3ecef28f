namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>A topic of the open log: its number, its partitions' ends, and who waits for records.</summary>
internal sealed class TopicLog(string name, long id, bool isCompacted, long[] ends)
{
    private readonly List<AsyncSignal> waiting = [];

    public string Name => name;

    public long Id => id;

    public bool IsCompacted => isCompacted;

    public int Partitions => ends.Length;

    /// <summary>The offset that the next record of a partition takes, as far as this process knows.</summary>
    public long End(int partition) => Volatile.Read(ref ends[partition]);

    /// <summary>Takes over the ends after a durable append, and wakes readers.</summary>
    public void Appended(IReadOnlyDictionary<int, long> next)
    {
        foreach (var (partition, end) in next)
            Volatile.Write(ref ends[partition], end);
        lock (waiting)
            waiting.ForEach(signal => signal.Set());
    }

    public void Watch(AsyncSignal signal)
    {
        lock (waiting)
            waiting.Add(signal);
    }

    public void Unwatch(AsyncSignal signal)
    {
        lock (waiting)
            waiting.Remove(signal);
    }
}

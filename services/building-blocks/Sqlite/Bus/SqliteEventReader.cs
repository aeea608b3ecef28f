namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Reads a topic for one reader alone.</summary>
internal sealed class SqliteEventReader : IEventReader
{
    private readonly SqliteEventBus bus;
    private readonly TopicLog topic;
    private readonly AsyncSignal changed = new();
    private readonly PartitionPositions positions;
    private readonly Dictionary<TopicPartition, long> endsAtOpening = [];

    public SqliteEventReader(SqliteEventBus bus, TopicLog topic, ReadFrom from)
    {
        this.bus = bus;
        this.topic = topic;
        positions = new PartitionPositions(bus);
        topic.Watch(changed);
        for (var partition = 0; partition < topic.Partitions; partition++)
        {
            var end = topic.End(partition);
            endsAtOpening[new(topic.Name, partition)] = end;
            positions.Set(topic, partition, from == ReadFrom.Oldest ? 0 : end);
        }
    }

    public bool IsCaughtUp => positions.HasReached(endsAtOpening);

    public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = bus.Time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = changed.Next;
            var wasCaughtUp = IsCaughtUp;
            var records = positions.Read(max, _ => true);
            var remaining = wait - bus.Time.GetElapsedTime(began);
            if (records.Count > 0 || remaining <= TimeSpan.Zero || !wasCaughtUp)
                return records;
            await next.WaitAsync(remaining, bus.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync()
    {
        topic.Unwatch(changed);
        return ValueTask.CompletedTask;
    }
}

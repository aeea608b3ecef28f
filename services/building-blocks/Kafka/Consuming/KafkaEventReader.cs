using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Consuming;

/// <summary>
/// Reads a topic for one reader alone. A topic without records costs no connection. Partitions that the topic gets later are found
/// within <see cref="RefreshInterval"/>, and so is a topic that is not there yet.
/// </summary>
internal sealed class KafkaEventReader : IEventReader
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly string topic;
    private readonly BrokerView broker;
    private readonly KafkaClients clients;
    private readonly TimeProvider time;
    private readonly Dictionary<KafkaPartition, long> positions;
    private readonly IReadOnlyDictionary<KafkaPartition, long> endsAtOpening;

    /// <summary>What the next answer has: a fault ends a request, and the client has gone on past these records by then.</summary>
    private List<ReceivedEvent> received = [];
    private IConsumer<byte[], byte[]>? consumer;
    private PollThread? thread;
    private long refreshedAt;

    private KafkaEventReader(
        string topic, Dictionary<KafkaPartition, long> starts, IReadOnlyDictionary<KafkaPartition, long> ends, BrokerView broker, KafkaClients clients, TimeProvider time)
    {
        this.topic = topic;
        this.broker = broker;
        this.clients = clients;
        this.time = time;
        positions = starts;
        endsAtOpening = ends;
        refreshedAt = time.GetTimestamp();
    }

    public bool IsCaughtUp => received.Count == 0 && endsAtOpening.All(end => positions[end.Key] >= end.Value);

    public static async Task<IEventReader> OpenAsync(
        string topic, ReadFrom from, BrokerView broker, KafkaClients clients, TimeProvider time, CancellationToken cancellationToken)
    {
        var partitions = await broker.PartitionsAsync(topic, cancellationToken).ConfigureAwait(false);
        if (partitions.Count == 0)
            Log.MissingTopic(clients.Logger, topic);
        var ends = await broker.EndsAsync(partitions, cancellationToken).ConfigureAwait(false);
        var starts = from == ReadFrom.Newest ? new(ends) : await broker.OldestAsync(partitions, cancellationToken).ConfigureAwait(false);
        return new KafkaEventReader(topic, starts, ends, broker, clients, time);
    }

    public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        thread ??= new PollThread($"kafka {topic}");
        return await thread.RunAsync(() => Receive(max, wait, began, cancellationToken)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (thread is null)
            return;
        await thread.RunAsync(() =>
        {
            consumer?.Dispose();
            return true;
        }).ConfigureAwait(false);
        thread.Dispose();
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(refreshedAt) < RefreshInterval)
            return;
        refreshedAt = time.GetTimestamp();
        var added = (await broker.PartitionsAsync(topic, cancellationToken).ConfigureAwait(false)).Where(partition => !positions.ContainsKey(partition)).ToList();
        foreach (var partition in added)
            positions[partition] = 0;
        if (added.Count > 0)
            consumer?.IncrementalAssign(added.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
    }

    private List<ReceivedEvent> Receive(int max, TimeSpan wait, long began, CancellationToken cancellationToken)
    {
        if (consumer is null)
        {
            consumer = clients.Reader();
            consumer.IncrementalAssign(positions.Select(position => new TopicPartitionOffset(position.Key, position.Value)));
        }

        var wasCaughtUp = IsCaughtUp;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (received.Count < max && Poll(TimeSpan.Zero))
            {
            }

            var remaining = wait - time.GetElapsedTime(began);
            if (received.Count > 0 || remaining <= TimeSpan.Zero || (!wasCaughtUp && IsCaughtUp))
                return TakeReceived();
            Poll(remaining < Slice ? remaining : Slice);
        }
    }

    private List<ReceivedEvent> TakeReceived()
    {
        var taken = received;
        received = [];
        return taken;
    }

    /// <summary>Takes the next record; false where there is none.</summary>
    private bool Poll(TimeSpan wait)
    {
        try
        {
            if (consumer!.Consume(wait) is not { } result)
                return false;
            // Where the last records are compacted away, only the end itself shows that it is reached.
            positions[result.TopicPartition] = result.IsPartitionEOF ? Math.Max(result.Offset.Value, positions[result.TopicPartition]) : result.Offset.Value + 1;
            if (!result.IsPartitionEOF)
                received.Add(RecordMapper.ToEvent(result));
            return true;
        }
        catch (KafkaException ex)
        {
            throw clients.Fault(ex.Error, $"A read of {topic}", ex);
        }
    }
}

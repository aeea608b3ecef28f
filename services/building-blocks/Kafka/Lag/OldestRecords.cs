using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Lag;

/// <summary>When the log took the first record at or after an offset: it reads that record, once.</summary>
internal sealed class OldestRecords(KafkaClients clients) : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lazy<PollThread> thread = new(() => new PollThread("kafka lag"));
    private readonly Lazy<IConsumer<byte[], byte[]>> consumer = new(clients.Reader);
    private Dictionary<TopicPartitionOffset, DateTimeOffset> known = [];

    /// <summary>Times by offset; one whose record does not come within the request timeout has none.</summary>
    public async Task<IReadOnlyDictionary<TopicPartitionOffset, DateTimeOffset>> TimesAsync(IReadOnlySet<TopicPartitionOffset> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count == 0)
            return new Dictionary<TopicPartitionOffset, DateTimeOffset>();
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var times = known.Where(time => wanted.Contains(time.Key)).ToDictionary();
            foreach (var round in Rounds(wanted.Where(offset => !times.ContainsKey(offset))))
                await thread.Value.RunAsync(() => Read(round, times, cancellationToken)).ConfigureAwait(false);
            return known = times;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        if (consumer.IsValueCreated)
            consumer.Value.Dispose();
        if (thread.IsValueCreated)
            thread.Value.Dispose();
        turn.Dispose();
    }

    /// <summary>Groups that are at different offsets of a partition are read one after the other.</summary>
    private static IEnumerable<TopicPartitionOffset[]> Rounds(IEnumerable<TopicPartitionOffset> offsets) =>
        offsets.GroupBy(offset => offset.TopicPartition).SelectMany(partition => partition.Select((offset, round) => (offset, round))).GroupBy(entry => entry.round)
            .Select(round => round.Select(entry => entry.offset).ToArray());

    private bool Read(TopicPartitionOffset[] round, Dictionary<TopicPartitionOffset, DateTimeOffset> times, CancellationToken cancellationToken)
    {
        var waiting = round.ToDictionary(offset => offset.TopicPartition);
        consumer.Value.Assign(round);
        try
        {
            for (var slices = clients.Options.RequestTimeout / Slice; slices > 0 && waiting.Count > 0; slices--)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (consumer.Value.Consume(Slice) is not { } result || !waiting.Remove(result.TopicPartition, out var offset))
                    continue;
                if (!result.IsPartitionEOF)
                    times[offset] = RecordMapper.ToEvent(result).AppendedAt;
                consumer.Value.IncrementalUnassign([result.TopicPartition]);
            }
        }
        catch (KafkaException ex)
        {
            throw clients.Fault(ex.Error, "A look at the oldest pending records", ex);
        }
        finally
        {
            consumer.Value.Unassign();
        }

        return true;
    }
}

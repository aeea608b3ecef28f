using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Lag;

/// <summary>When the log took the first record at or after an offset: it reads that record, once.</summary>
internal sealed class OldestRecords(KafkaClients clients) : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lazy<QueryClient> client = new(() => new QueryClient(clients.Reader(), clients, "kafka lag"));
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
                await client.Value.AskAsync("A look at the oldest pending records", consumer => Read(consumer, round, times, cancellationToken), cancellationToken).ConfigureAwait(false);
            return known = times;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
        turn.Dispose();
    }

    /// <summary>Groups that are at different offsets of a partition are read one after the other.</summary>
    private static IEnumerable<TopicPartitionOffset[]> Rounds(IEnumerable<TopicPartitionOffset> offsets) =>
        offsets.GroupBy(offset => offset.TopicPartition).SelectMany(partition => partition.Select((offset, round) => (offset, round))).GroupBy(entry => entry.round)
            .Select(round => round.Select(entry => entry.offset).ToArray());

    private bool Read(IConsumer<byte[], byte[]> consumer, TopicPartitionOffset[] round, Dictionary<TopicPartitionOffset, DateTimeOffset> times, CancellationToken cancellationToken)
    {
        var waiting = round.ToDictionary(offset => offset.TopicPartition);
        consumer.Assign(round);
        try
        {
            for (var slices = clients.Options.RequestTimeout / Slice; slices > 0 && waiting.Count > 0; slices--)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (consumer.Consume(Slice) is not { } result || !waiting.Remove(result.TopicPartition, out var offset))
                    continue;
                if (!result.IsPartitionEOF)
                    times[offset] = RecordMapper.ToEvent(result).AppendedAt;
                consumer.IncrementalUnassign([result.TopicPartition]);
            }
        }
        finally
        {
            consumer.Unassign();
        }

        return true;
    }
}

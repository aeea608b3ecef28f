using System.Collections.Concurrent;
using Polly;
using Polly.Retry;

namespace SpotifyPlatform.Kafka.Clients;

/// <summary>
/// What brokers say of partitions and offsets, asked again and again while services run. It asks as consumers do: librdkafka frees memory twice
/// when a question of its administrator times out (https://github.com/confluentinc/librdkafka/issues/4605), and the process dies.
/// </summary>
internal sealed class BrokerView(KafkaClients clients) : IDisposable
{
    /// <summary>Special times of the ListOffsets request.</summary>
    private static readonly Timestamp Oldest = new(-2, TimestampType.CreateTime);
    private static readonly Timestamp End = new(-1, TimestampType.CreateTime);

    private readonly Lazy<(QueryClient Client, IAdminClient Metadata)> reader = new(() => Reader(clients));

    /// <summary>Clients by group: what a group has committed is told to a client of its name, and only that may commit for it.</summary>
    private readonly ConcurrentDictionary<string, Lazy<QueryClient>> groups = new();

    /// <summary>A new topic has no leader yet, a moved group no coordinator: brokers say so at once, for up to the request timeout. What timed out has been tried for long.</summary>
    private readonly ResiliencePipeline retry = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = 15,
        Delay = TimeSpan.FromMilliseconds(50),
        MaxDelay = TimeSpan.FromSeconds(2),
        BackoffType = DelayBackoffType.Exponential,
        ShouldHandle = new PredicateBuilder().Handle<TransientFaultException>(ex => ex.InnerException is not KafkaException { Error.Code: ErrorCode.Local_TimedOut }),
    }).Build();

    private TimeSpan Timeout => clients.Options.RequestTimeout;

    /// <summary>Completes when a broker answers. Any user may ask it.</summary>
    public Task PingAsync(CancellationToken cancellationToken) =>
        reader.Value.Client.AskAsync("A look at the cluster", _ => reader.Value.Metadata.GetMetadata(Timeout), cancellationToken);

    /// <summary>The partitions of a topic; none where it is not there.</summary>
    public async Task<IReadOnlyList<KafkaPartition>> PartitionsAsync(string topic, CancellationToken cancellationToken)
    {
        var what = $"A look at topic {topic}";
        var found = (await reader.Value.Client.AskAsync(what, _ => reader.Value.Metadata.GetMetadata(topic, Timeout), cancellationToken).ConfigureAwait(false)).Topics[0];
        if (found.Error.Code == ErrorCode.UnknownTopicOrPart)
            return [];
        return found.Error.IsError
            ? throw clients.Fault(found.Error, what)
            : [.. found.Partitions.Select(partition => new KafkaPartition(topic, partition.PartitionId)).OrderBy(partition => partition.Partition.Value)];
    }

    /// <summary>The offset of the oldest record of each partition.</summary>
    public Task<Dictionary<KafkaPartition, long>> OldestAsync(IReadOnlyCollection<KafkaPartition> partitions, CancellationToken cancellationToken) =>
        OffsetsAsync(partitions, Oldest, cancellationToken);

    /// <summary>The offset that the next record of each partition takes.</summary>
    public Task<Dictionary<KafkaPartition, long>> EndsAsync(IReadOnlyCollection<KafkaPartition> partitions, CancellationToken cancellationToken) =>
        OffsetsAsync(partitions, End, cancellationToken);

    /// <summary>What a group has committed, by partition.</summary>
    public async Task<Dictionary<KafkaPartition, long>> CommittedAsync(string group, IReadOnlyCollection<KafkaPartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
            return [];
        var found = await retry.ExecuteAsync(
            async token => await Of(group).AskAsync($"A look at what group {group} has committed", client => client.Committed(partitions, Timeout), token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return found.Where(partition => partition.Offset >= 0).ToDictionary(partition => partition.TopicPartition, partition => partition.Offset.Value);
    }

    /// <summary>Commits offsets of a group that has no member; where it has some, nothing happens.</summary>
    public Task CommitAsync(string group, IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken) => Of(group).AskAsync(
        $"The first commit of group {group}",
        client =>
        {
            try
            {
                client.Commit(offsets);
                return true;
            }
            catch (KafkaException ex) when (QueryClient.ErrorOf(ex).Code
                is ErrorCode.UnknownMemberId or ErrorCode.IllegalGeneration or ErrorCode.RebalanceInProgress or ErrorCode.NonEmptyGroup)
            {
                return false;
            }
        },
        cancellationToken);

    public void Dispose()
    {
        if (reader.IsValueCreated)
        {
            reader.Value.Metadata.Dispose();
            reader.Value.Client.Dispose();
        }

        foreach (var group in groups.Values.Where(group => group.IsValueCreated))
            group.Value.Dispose();
    }

    /// <summary>The request for metadata is not one of the administrator's, although only its interface has it.</summary>
    private static (QueryClient Client, IAdminClient Metadata) Reader(KafkaClients clients)
    {
        var consumer = clients.Reader();
        return (new QueryClient(consumer, clients, "kafka view"), new DependentAdminClientBuilder(consumer.Handle).Build());
    }

    /// <summary>The partitions were there a moment ago: a broker that has just started may not know them yet.</summary>
    private List<TopicPartitionOffset> OffsetsForTimes(IConsumer<byte[], byte[]> client, List<TopicPartitionTimestamp> wanted)
    {
        try
        {
            return client.OffsetsForTimes(wanted, Timeout);
        }
        catch (KafkaException ex) when (QueryClient.ErrorOf(ex).Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition)
        {
            throw new TransientFaultException($"A broker does not know the partitions of {wanted[0].Topic} yet.", ex);
        }
    }

    private QueryClient Of(string group) =>
        groups.GetOrAdd(group, name => new Lazy<QueryClient>(() => new QueryClient(clients.Outside(name), clients, $"kafka view of {name}"))).Value;

    private async Task<Dictionary<KafkaPartition, long>> OffsetsAsync(IReadOnlyCollection<KafkaPartition> partitions, Timestamp which, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
            return [];
        var wanted = partitions.Select(partition => new TopicPartitionTimestamp(partition, which)).ToList();
        var found = await retry.ExecuteAsync(
            async token => await reader.Value.Client.AskAsync($"A look at the offsets of {wanted[0].Topic}", client => OffsetsForTimes(client, wanted), token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(partition => partition.TopicPartition, partition => partition.Offset.Value);
    }
}

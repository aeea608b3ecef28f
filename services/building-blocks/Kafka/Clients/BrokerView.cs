using Confluent.Kafka.Admin;
using Polly;
using Polly.Retry;

namespace SpotifyPlatform.Kafka.Clients;

/// <summary>What brokers say of topics, groups and offsets.</summary>
internal sealed class BrokerView(KafkaClients clients) : IDisposable
{
    private readonly Lazy<(IConsumer<byte[], byte[]> Consumer, IAdminClient Admin)> admin = new(() => Admins(clients));

    /// <summary>A new topic has no leader yet, a moved group no coordinator: brokers say so at once. What timed out has been tried for long.</summary>
    private readonly ResiliencePipeline retry = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = 8,
        Delay = TimeSpan.FromMilliseconds(50),
        MaxDelay = TimeSpan.FromSeconds(2),
        BackoffType = DelayBackoffType.Exponential,
        ShouldHandle = new PredicateBuilder().Handle<TransientFaultException>(ex => ex.InnerException is not KafkaException { Error.Code: ErrorCode.Local_TimedOut }),
    }).Build();

    public IAdminClient Admin => admin.Value.Admin;

    /// <summary>The partitions of a topic; none where it is not there.</summary>
    public async Task<IReadOnlyList<KafkaPartition>> PartitionsAsync(string topic, CancellationToken cancellationToken)
    {
        var description = (await DescribeAsync([topic], cancellationToken).ConfigureAwait(false))[0];
        if (description.Error.Code == ErrorCode.UnknownTopicOrPart)
            return [];
        return description.Error.IsError
            ? throw Fault(description.Error, $"A look at topic {topic}")
            : [.. description.Partitions.Select(partition => new KafkaPartition(topic, partition.Partition)).OrderBy(partition => partition.Partition.Value)];
    }

    /// <summary>Completes when a broker answers. Any user may ask it.</summary>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Admin.DescribeClusterAsync(new() { RequestTimeout = clients.Options.RequestTimeout }).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (KafkaException ex)
        {
            throw Fault(ex.Error, "A look at the cluster", ex);
        }
    }

    /// <summary>Topics and their partitions; one that is not there or hidden has its error.</summary>
    /// <param name="withRights">Also what this user may do.</param>
    public async Task<IReadOnlyList<TopicDescription>> DescribeAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken, bool withRights = false)
    {
        try
        {
            var options = new DescribeTopicsOptions { RequestTimeout = clients.Options.RequestTimeout, IncludeAuthorizedOperations = withRights };
            return (await Admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).WaitAsync(cancellationToken).ConfigureAwait(false)).TopicDescriptions;
        }
        catch (DescribeTopicsException ex)
        {
            return ex.Results.TopicDescriptions;
        }
        catch (KafkaException ex)
        {
            throw Fault(ex.Error, topics is [var topic] ? $"A look at topic {topic}" : $"A look at {topics.Count} topics", ex);
        }
    }

    /// <summary>Groups and what this user may do with them; one that is hidden has its error.</summary>
    public async Task<IReadOnlyList<ConsumerGroupDescription>> DescribeGroupsAsync(IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        try
        {
            var options = new DescribeConsumerGroupsOptions { RequestTimeout = clients.Options.RequestTimeout, IncludeAuthorizedOperations = true };
            return (await Admin.DescribeConsumerGroupsAsync(groups, options).WaitAsync(cancellationToken).ConfigureAwait(false)).ConsumerGroupDescriptions;
        }
        catch (DescribeConsumerGroupsException ex)
        {
            return ex.Results.ConsumerGroupDescriptions;
        }
        catch (KafkaException ex)
        {
            throw Fault(ex.Error, $"A look at {groups.Count} groups", ex);
        }
    }

    /// <inheritdoc cref="KafkaClients.Fault"/>
    public Exception Fault(Error error, string what, Exception? inner = null)
    {
        HearErrors();
        return clients.Fault(error, what, inner);
    }

    /// <summary>The offset of the oldest record of each partition, or the one that the next record takes.</summary>
    public async Task<Dictionary<KafkaPartition, long>> OffsetsAsync(IReadOnlyCollection<KafkaPartition> partitions, OffsetSpec which, CancellationToken cancellationToken) =>
        partitions.Count == 0 ? [] : await retry.ExecuteAsync(async token => await OffsetsOnceAsync(partitions, which, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>What a group has committed, by partition.</summary>
    /// <param name="partitions">Null for all that it has committed.</param>
    public async Task<Dictionary<KafkaPartition, long>> CommittedAsync(string group, IReadOnlyCollection<KafkaPartition>? partitions, CancellationToken cancellationToken) =>
        await retry.ExecuteAsync(async token => await CommittedOnceAsync(group, partitions, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<ListedGroup>> GroupsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var groups = await Admin.ListConsumerGroupsAsync(new() { RequestTimeout = clients.Options.RequestTimeout }).WaitAsync(cancellationToken).ConfigureAwait(false);
            return [.. groups.Valid.Select(group => new ListedGroup(group.GroupId))];
        }
        catch (KafkaException ex)
        {
            throw Fault(ex.Error, "A look at the groups", ex);
        }
    }

    public void Dispose()
    {
        if (!admin.IsValueCreated)
            return;
        admin.Value.Admin.Dispose();
        admin.Value.Consumer.Dispose();
    }

    /// <summary>
    /// An administrator on the connections of a consumer that is no member of any group. An administrator of its own has no group, and librdkafka
    /// 2.16 then reads through a null pointer (the process dies with SIGSEGV) as soon as a coordinator that is loading or has moved refuses the
    /// question what a group has committed (<c>rd_kafka_handle_OffsetFetch</c>).
    /// </summary>
    private static (IConsumer<byte[], byte[]> Consumer, IAdminClient Admin) Admins(KafkaClients clients)
    {
        var consumer = clients.Reader();
        return (consumer, new DependentAdminClientBuilder(consumer.Handle).Build());
    }

    /// <summary>What happened to the connections, such as a refused password, is told to whoever asks the consumer for records; nobody else does.</summary>
    private void HearErrors()
    {
        try
        {
            admin.Value.Consumer.Consume(TimeSpan.Zero);
        }
        catch (ConsumeException)
        {
            // Of its group, in which it does nothing.
        }
    }

    private async Task<Dictionary<KafkaPartition, long>> OffsetsOnceAsync(IReadOnlyCollection<KafkaPartition> partitions, OffsetSpec which, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = which });
            var options = new ListOffsetsOptions { RequestTimeout = clients.Options.RequestTimeout };
            var result = await Admin.ListOffsetsAsync(wanted, options).WaitAsync(cancellationToken).ConfigureAwait(false);
            return result.ResultInfos.ToDictionary(info => info.TopicPartitionOffsetError.TopicPartition, info => info.TopicPartitionOffsetError.Offset.Value);
        }
        catch (ListOffsetsException ex)
        {
            var error = ex.Result.ResultInfos.Select(info => info.TopicPartitionOffsetError.Error).FirstOrDefault(error => error.IsError) ?? ex.Error;
            throw Fault(error, $"A look at the offsets of {partitions.First().Topic}", ex);
        }
        catch (KafkaException ex)
        {
            throw Fault(ex.Error, $"A look at the offsets of {partitions.First().Topic}", ex);
        }
    }

    private async Task<Dictionary<KafkaPartition, long>> CommittedOnceAsync(string group, IReadOnlyCollection<KafkaPartition>? partitions, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ListConsumerGroupOffsetsOptions { RequireStableOffsets = true, RequestTimeout = clients.Options.RequestTimeout };
            var answer = await Admin.ListConsumerGroupOffsetsAsync([new(group, partitions?.ToList()!)], options).WaitAsync(cancellationToken).ConfigureAwait(false);
            return answer.Single().Partitions.Where(partition => partition.Offset >= 0).ToDictionary(partition => partition.TopicPartition, partition => partition.Offset.Value);
        }
        catch (ListConsumerGroupOffsetsException ex)
        {
            var errors = ex.Results.SelectMany(result => result.Partitions.Select(partition => partition.Error).Prepend(result.Error));
            throw Fault(errors.FirstOrDefault(error => error.IsError) ?? ex.Error, $"A look at what group {group} has committed", ex);
        }
        catch (KafkaException ex)
        {
            throw Fault(ex.Error, $"A look at what group {group} has committed", ex);
        }
    }
}

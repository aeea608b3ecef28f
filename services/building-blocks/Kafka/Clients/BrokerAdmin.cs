using Confluent.Kafka.Admin;

namespace SpotifyPlatform.Kafka.Clients;

/// <summary>What brokers say of topics, groups and rights: asked by commands, and once when a service starts. <see cref="BrokerView"/> says why not later.</summary>
internal sealed class BrokerAdmin(KafkaClients clients) : IDisposable
{
    public IAdminClient Client { get; } = clients.Admin();

    /// <summary>Topics and their partitions; one that is not there or hidden has its error.</summary>
    /// <param name="withRights">Also what this user may do.</param>
    public async Task<IReadOnlyList<TopicDescription>> DescribeAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken, bool withRights = false)
    {
        try
        {
            var options = new DescribeTopicsOptions { RequestTimeout = clients.Options.RequestTimeout, IncludeAuthorizedOperations = withRights };
            return (await Client.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), options).WaitAsync(cancellationToken).ConfigureAwait(false)).TopicDescriptions;
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
            return (await Client.DescribeConsumerGroupsAsync(groups, options).WaitAsync(cancellationToken).ConfigureAwait(false)).ConsumerGroupDescriptions;
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
    public Exception Fault(Error error, string what, Exception? inner = null) => clients.Fault(error, what, inner);

    public void Dispose() => Client.Dispose();
}

using System.Globalization;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Topics;

/// <summary>Creates the topics of the platform on a broker and names what differs. Idempotent: it changes only what differs.</summary>
public sealed class TopicAdministrator : IDisposable
{
    private readonly KafkaClients clients;
    private readonly BrokerAdmin broker;
    private readonly IReadOnlyList<WantedTopic> wanted;

    /// <param name="topics">The topics.</param>
    /// <param name="groups">Groups by topic: each has a topic of its dead letters.</param>
    public TopicAdministrator(
        KafkaOptions options, TopicOptions partitions, IReadOnlyList<Topic> topics, IReadOnlyList<(Topic Topic, string Group)> groups, ILogger<TopicAdministrator> logger)
    {
        clients = new KafkaClients(options, logger);
        broker = new BrokerAdmin(clients);
        wanted =
        [
            .. topics.Select(topic => WantedTopic.Of(topic, partitions.PartitionsOf(topic))),
            .. groups.Select(group => WantedTopic.OfDeadLetters(group.Topic.DeadLetters(group.Group))).DistinctBy(topic => topic.Name),
        ];
    }

    /// <summary>What differs, by topic.</summary>
    /// <exception cref="KafkaRefusedException">This user may not look at topics.</exception>
    public async Task<IReadOnlyList<TopicDrift>> CheckAsync(CancellationToken cancellationToken)
    {
        var found = await broker.DescribeAsync([.. wanted.Select(topic => topic.Name)], cancellationToken).ConfigureAwait(false);
        var partitions = found.Where(topic => !topic.Error.IsError).ToDictionary(topic => topic.Name, topic => topic.Partitions.Count);
        if (found.FirstOrDefault(topic => topic.Error.IsError && topic.Error.Code != ErrorCode.UnknownTopicOrPart) is { } hidden)
            throw broker.Fault(hidden.Error, $"A look at topic {hidden.Name}");
        var configurations = await ConfigurationsAsync([.. partitions.Keys], cancellationToken).ConfigureAwait(false);
        return [.. wanted.SelectMany(topic => partitions.TryGetValue(topic.Name, out var count)
            ? Drift(topic, count, configurations[topic.Name])
            : [new TopicDrift(topic.Name, "does not exist", true)])];
    }

    /// <summary>Creates topics, adds partitions and sets configurations where they differ.</summary>
    /// <returns>What differed.</returns>
    /// <exception cref="KafkaRefusedException">This user may not, or the broker does not take the configuration.</exception>
    public async Task<IReadOnlyList<TopicDrift>> ApplyAsync(CancellationToken cancellationToken)
    {
        var drift = await CheckAsync(cancellationToken).ConfigureAwait(false);
        foreach (var topic in wanted.Where(topic => drift.Any(differs => differs.Topic == topic.Name && differs.IsMended)))
            try
            {
                await ApplyAsync(topic, cancellationToken).ConfigureAwait(false);
            }
            catch (CreateTopicsException ex)
            {
                throw broker.Fault(ex.Results[0].Error, $"The creation of topic {topic.Name}", ex);
            }
            catch (CreatePartitionsException ex)
            {
                throw broker.Fault(ex.Results[0].Error, $"The growth of topic {topic.Name}", ex);
            }
            catch (KafkaException ex)
            {
                throw broker.Fault(ex.Error, $"A change of topic {topic.Name}", ex);
            }

        return drift;
    }

    public void Dispose() => broker.Dispose();

    private async Task ApplyAsync(WantedTopic topic, CancellationToken cancellationToken)
    {
        var found = (await broker.DescribeAsync([topic.Name], cancellationToken).ConfigureAwait(false))[0];
        var count = found.Error.IsError ? 0 : found.Partitions.Count;
        if (count == 0)
        {
            // The broker's default replication factor, which a cluster of one and of three set for themselves.
            await broker.Client.CreateTopicsAsync(
                [new TopicSpecification { Name = topic.Name, NumPartitions = topic.Partitions, ReplicationFactor = -1, Configs = new(topic.Configuration) }]).WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        if (count < topic.Partitions)
            await broker.Client.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic.Name, IncreaseTo = topic.Partitions }]).WaitAsync(cancellationToken).ConfigureAwait(false);
        var entries = topic.Configuration.Select(entry => new ConfigEntry { Name = entry.Key, Value = entry.Value, IncrementalOperation = AlterConfigOpType.Set }).ToList();
        await broker.Client.IncrementalAlterConfigsAsync(new() { [Resource(topic.Name)] = entries }).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Dictionary<string, Dictionary<string, string>>> ConfigurationsAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken)
    {
        if (topics.Count == 0)
            return [];
        try
        {
            var results = await broker.Client.DescribeConfigsAsync(topics.Select(Resource)).WaitAsync(cancellationToken).ConfigureAwait(false);
            return results.ToDictionary(result => result.ConfigResource.Name, result => result.Entries.Values.ToDictionary(entry => entry.Name, entry => entry.Value));
        }
        catch (KafkaException ex)
        {
            throw broker.Fault(ex.Error, "A look at the configuration of topics", ex);
        }
    }

    private static IEnumerable<TopicDrift> Drift(WantedTopic topic, int partitions, Dictionary<string, string> configuration)
    {
        if (partitions < topic.Partitions)
            yield return new(topic.Name, string.Create(CultureInfo.InvariantCulture, $"has {partitions} partitions, wanted {topic.Partitions}"), true);
        if (partitions > topic.Partitions)
            yield return new(
                topic.Name, string.Create(CultureInfo.InvariantCulture, $"has {partitions} partitions, wanted {topic.Partitions}; set EventBus:Partitions:{topic.Name} to {partitions}: partitions never shrink"), false);
        foreach (var (name, value) in topic.Configuration)
            if (configuration.GetValueOrDefault(name) is var found && found != value)
                yield return new(topic.Name, $"has {name}={found}, wanted {value}", true);
    }

    private static ConfigResource Resource(string topic) => new() { Type = ResourceType.Topic, Name = topic };
}

using Confluent.Kafka;
using Confluent.Kafka.Admin;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>Where a test's topics are.</summary>
internal interface IKafkaServer : IDisposable
{
    string BootstrapServers { get; }

    /// <summary>The shortest session that the brokers allow.</summary>
    TimeSpan MinSessionTimeout { get; }

    Task CreateAsync(params IReadOnlyList<Topic> topics);
}

/// <summary>A mock cluster of the test's own.</summary>
internal sealed class MockServer : IKafkaServer
{
    public MockCluster Cluster { get; } = new();

    public string BootstrapServers => Cluster.BootstrapServers;

    /// <summary>The mock brokers wait a second less for members to join again.</summary>
    public TimeSpan MinSessionTimeout => TimeSpan.FromSeconds(3);

    public Task CreateAsync(params IReadOnlyList<Topic> topics)
    {
        foreach (var topic in topics)
            Cluster.CreateTopic(topic.Name, topic.Partitions);
        return Task.CompletedTask;
    }

    public void Dispose() => Cluster.Dispose();
}

/// <summary>
/// The broker whose address is in the environment, else one in a container. Topics of tests start with <c>test.</c> and are kept for inspection.
/// </summary>
internal sealed class BrokerServer : IKafkaServer
{
    public const string Variable = "KAFKA_BOOTSTRAP_SERVERS";

    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable);

    public static bool IsThere => Given is not null || ContainerBroker.IsPossible;

    public static string Address => Given ?? ContainerBroker.Address;

    public static string WhySkipped => $"No Kafka broker: set {Variable}=host:port, or start a container engine.";

    public string BootstrapServers => Address;

    public TimeSpan MinSessionTimeout => TimeSpan.FromSeconds(6);

    public async Task CreateAsync(params IReadOnlyList<Topic> topics)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
        await CreateAsync(admin, topics);
    }

    /// <summary>Creates topics; the broker knows of them when this completes, which is later than the controller's answer.</summary>
    public static async Task CreateAsync(IAdminClient admin, IReadOnlyList<Topic> topics)
    {
        await admin.CreateTopicsAsync(topics.Select(topic => new TopicSpecification
        {
            Name = topic.Name, NumPartitions = topic.Partitions, Configs = new() { ["cleanup.policy"] = topic.IsCompacted ? "compact" : "delete" },
        }));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await AreKnownAsync(admin, TopicCollection.OfTopicNames(topics.Select(topic => topic.Name))))
            patience.Token.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
    }

    private static async Task<bool> AreKnownAsync(IAdminClient admin, TopicCollection topics)
    {
        try
        {
            await admin.DescribeTopicsAsync(topics);
            return true;
        }
        catch (DescribeTopicsException ex) when (ex.Results.TopicDescriptions.All(topic => !topic.Error.IsError || topic.Error.Code == ErrorCode.UnknownTopicOrPart))
        {
            return false;
        }
    }
}

using Confluent.Kafka;

namespace SpotifyPlatform.Packages.Tests.Kafka;

/// <summary>
/// The cluster that librdkafka carries for its own tests. It lives inside one client and speaks the real protocol on loopback ports
/// of the system's choice, so that other clients use it as any cluster.
/// </summary>
internal sealed class MockCluster : IDisposable
{
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(10);

    private readonly IProducer<Null, Null> _owner;

    private MockCluster(IProducer<Null, Null> owner, string bootstrapServers)
    {
        _owner = owner;
        BootstrapServers = bootstrapServers;
    }

    public string BootstrapServers { get; }

    /// <summary>Throws where no librdkafka is installed.</summary>
    public static MockCluster Start(int brokers = 1)
    {
        var config = new ProducerConfig();
        config.Set("test.mock.num.brokers", $"{brokers}");
        var owner = new ProducerBuilder<Null, Null>(config).Build();
        using var admin = new DependentAdminClientBuilder(owner.Handle).Build();
        var addresses = admin.GetMetadata(MetadataTimeout).Brokers.Select(broker => $"{broker.Host}:{broker.Port}");
        return new MockCluster(owner, string.Join(',', addresses));
    }

    public void Dispose() => _owner.Dispose();
}

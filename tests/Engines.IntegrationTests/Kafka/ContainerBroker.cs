using System.Net;
using System.Net.Sockets;
using Testcontainers.Kafka;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>A broker in a container, started when it is first asked for and removed when the process ends.</summary>
internal static class ContainerBroker
{
    private const string Image = "apache/kafka:4.3.1";
    private const string EngineVariable = "DOCKER_HOST";
    private static readonly Uri UsualEngine = new("unix:///var/run/docker.sock");
    private static readonly Lazy<string> Started = new(Start);

    /// <summary>Whether a container engine answers.</summary>
    public static bool IsPossible { get; } = Answers(Environment.GetEnvironmentVariable(EngineVariable) is { Length: > 0 } engine ? new Uri(engine) : UsualEngine);

    public static string Address => Started.Value;

    private static string Start()
    {
        // Topics are created by tests, never by use; the suites' groups are small, and a wait for more members is a wait for nothing.
        var container = new KafkaBuilder(Image)
            .WithEnvironment("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .WithEnvironment("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .Build();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => container.DisposeAsync().AsTask().GetAwaiter().GetResult();
        container.StartAsync().GetAwaiter().GetResult();
        return container.GetBootstrapAddress();
    }

    private static bool Answers(Uri engine)
    {
        try
        {
            using var socket = engine.Scheme == "unix" ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(engine.Scheme == "unix" ? new UnixDomainSocketEndPoint(engine.AbsolutePath) : new DnsEndPoint(engine.Host, engine.Port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

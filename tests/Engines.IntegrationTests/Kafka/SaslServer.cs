using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Kafka.Rights;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>
/// The port of a broker that asks for user and password, of <c>../shared/servers</c>. The users <c>writer</c> and <c>reader</c> hold no right until an ACL gives
/// one. Topics and groups are each test's own; an ACL on them stays.
/// </summary>
internal static class SaslServer
{
    public const string Writer = "writer";
    public const string Reader = "reader";

    private const string Variable = "KAFKA_SASL_BOOTSTRAP_SERVERS";
    private const string Administrator = "admin";

    /// <summary>Real time after which a test that waits in vain fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static string? Address { get; } = Environment.GetEnvironmentVariable(Variable);

    public static string WhySkipped => $"No Kafka broker that asks for a password: set {Variable}=host:port, with the users of ../shared/servers.";

    public static string PasswordOf(string user) => $"{user}-secret";

    public static KafkaOptions Options(string user) => new()
    {
        BootstrapServers = Address!, SecurityProtocol = SecurityProtocol.SaslPlaintext, SaslMechanism = SaslMechanism.Plain, Username = user, Password = PasswordOf(user),
    };

    public static KafkaEventBus Open(string user) => new(Options(user), TimeProvider.System, [], NullLogger.Instance);

    public static AclAdministrator Acls() => new(Options(Administrator), NullLogger<AclAdministrator>.Instance);

    public static async Task CreateAsync(params IReadOnlyList<Topic> topics)
    {
        var config = new AdminClientConfig
        {
            BootstrapServers = Address, SecurityProtocol = SecurityProtocol.SaslPlaintext, SaslMechanism = SaslMechanism.Plain, SaslUsername = Administrator, SaslPassword = PasswordOf(Administrator),
        };
        using var admin = new AdminClientBuilder(config).Build();
        await BrokerServer.CreateAsync(admin, topics);
    }

    /// <summary>Grants rights to a user; the broker knows of them when this completes.</summary>
    public static async Task<IReadOnlyList<WantedRight>> GrantAsync(string user, IReadOnlyList<WantedRight> rights)
    {
        using var acls = Acls();
        using var patience = new CancellationTokenSource(Patience);
        var granted = await acls.GrantAsync($"User:{user}", rights, patience.Token);
        while ((await acls.MissingAsync($"User:{user}", rights, patience.Token)).Count > 0)
            await Task.Yield();
        return granted;
    }
}

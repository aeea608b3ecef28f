using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>A test's bus on a server.</summary>
internal sealed class KafkaLog(IKafkaServer server, IReadOnlyList<Topic> topics, params IReadOnlyList<string> groups)
{
    /// <summary>The shortest times that a broker allows, so that a dead member is noticed soon.</summary>
    public KafkaOptions Options { get; } = new()
    {
        BootstrapServers = server.BootstrapServers, SessionTimeout = server.MinSessionTimeout, MaxPollInterval = server.MinSessionTimeout, Linger = TimeSpan.Zero,
    };

    public KafkaEventBus Open(TimeProvider time) => new(Options, time, [.. topics.SelectMany(topic => groups.Select(group => (topic, group)))], NullLogger.Instance);

    /// <summary>A group's topics and the topics of its dead letters.</summary>
    public Task CreateTopicsAsync() => server.CreateAsync([.. topics, .. topics.Select(topic => topic.DeadLetters(groups[0]))]);

    public static Task CloseAsync(IEventBus bus)
    {
        ((KafkaEventBus)bus).Dispose();
        return Task.CompletedTask;
    }
}

internal sealed class KafkaPublishing(IKafkaServer server) : PublishingContract
{
    private KafkaLog Log => new(server, [Topic, CompactedTopic], Group, SecondGroup, LateGroup);

    public override async Task InitializeAsync()
    {
        await Log.CreateTopicsAsync();
        await base.InitializeAsync();
    }

    protected override Task<IEventBus> OpenAsync() => Task.FromResult<IEventBus>(Log.Open(Time));

    protected override Task CloseAsync(IEventBus bus) => KafkaLog.CloseAsync(bus);
}

internal sealed class KafkaSubscribing(IKafkaServer server) : SubscribingContract
{
    private KafkaLog Log => new(server, [Topic, CompactedTopic], Group, SecondGroup, LateGroup);

    public override async Task InitializeAsync()
    {
        await Log.CreateTopicsAsync();
        await base.InitializeAsync();
    }

    protected override Task<IEventBus> OpenAsync() => Task.FromResult<IEventBus>(Log.Open(Time));

    protected override Task CloseAsync(IEventBus bus) => KafkaLog.CloseAsync(bus);
}

internal sealed class KafkaReading(IKafkaServer server) : ReadingContract
{
    private KafkaLog Log => new(server, [Topic, CompactedTopic], Group, SecondGroup, LateGroup);

    public override async Task InitializeAsync()
    {
        await Log.CreateTopicsAsync();
        await base.InitializeAsync();
    }

    protected override Task<IEventBus> OpenAsync() => Task.FromResult<IEventBus>(Log.Open(Time));

    protected override Task CloseAsync(IEventBus bus) => KafkaLog.CloseAsync(bus);
}

internal sealed class KafkaRebalancing(IKafkaServer server) : RebalancingContract
{
    private KafkaLog Log => new(server, [Topic, CompactedTopic], Group, SecondGroup, LateGroup);

    public override async Task InitializeAsync()
    {
        await Log.CreateTopicsAsync();
        await base.InitializeAsync();
    }

    protected override Task<IEventBus> OpenAsync() => Task.FromResult<IEventBus>(Log.Open(Time));

    protected override Task CloseAsync(IEventBus bus) => KafkaLog.CloseAsync(bus);

    /// <summary>The broker's own clock does it, while the other member waits.</summary>
    protected override Task ExpireAsync() => Task.CompletedTask;
}

internal sealed class KafkaConsuming(IKafkaServer server) : ConsumingContract
{
    private KafkaLog Log => new(server, [Topic, CompactedTopic], Group, SecondGroup, LateGroup);

    public override async Task InitializeAsync()
    {
        await Log.CreateTopicsAsync();
        await base.InitializeAsync();
    }

    protected override Task<IEventBus> OpenAsync() => Task.FromResult<IEventBus>(Log.Open(Time));

    protected override Task CloseAsync(IEventBus bus) => KafkaLog.CloseAsync(bus);
}

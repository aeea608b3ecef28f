using System.Text;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Kafka.Rights;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>Least rights of services on a broker that keeps ACLs.</summary>
[Trait("Category", "Integration")]
public sealed class RightsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Topic<StringValue> topic = TestTopic();
    private readonly Topic<StringValue> other = TestTopic();
    private readonly string group = $"group-{Guid.NewGuid():N}";

    private IReadOnlyList<WantedRight> RightsOfPublisher => WantedRight.Of([], [new RegisteredProducer(topic)]);

    private IReadOnlyList<WantedRight> RightsOfConsumer => WantedRight.Of([new RegisteredConsumer(topic, group, ConsumerRole.Handler, typeof(ScriptedHandler))], []);

    public Task InitializeAsync() => SaslServer.Address is null ? Task.CompletedTask : SaslServer.CreateAsync(topic, topic.DeadLetters(group), other);

    public Task DisposeAsync() => Task.CompletedTask;

    [SkippableFact]
    public async Task Start_MayNotWriteWhatItPublishes_EndsWithUserRightAndRemedy()
    {
        SkipWithoutServer();
        using var host = Host(SaslServer.Writer, services => services.AddProducer(topic));

        var ex = await Assert.ThrowsAsync<KafkaRefusedException>(() => host.StartAsync());

        Assert.StartsWith($"Kafka user writer lacks WRITE on topic {topic.Name}", ex.Message, StringComparison.Ordinal);
        Assert.EndsWith("with 'platform topics acls --apply'.", ex.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Start_MayNotReadWhatItConsumes_NamesEveryMissingRight()
    {
        SkipWithoutServer();
        await SaslServer.GrantAsync(SaslServer.Reader, [new(Confluent.Kafka.Admin.ResourceType.Topic, topic.Name, Confluent.Kafka.Admin.AclOperation.Describe)]);
        using var host = Host(SaslServer.Reader, services => AddConsumer(services, new Seen(1)));

        var ex = await Assert.ThrowsAsync<KafkaRefusedException>(() => host.StartAsync());

        Assert.All(
            [$"READ on topic {topic.Name}", $"READ on topic {topic.Name}.{group}.dlq", $"WRITE on topic {topic.Name}.{group}.dlq", $"READ on group {group}"],
            right => Assert.Contains(right, ex.Message, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Grant_WhatTwoServicesNeed_LetsThemWorkAndNothingElse()
    {
        SkipWithoutServer();
        var granted = await SaslServer.GrantAsync(SaslServer.Writer, RightsOfPublisher);
        await SaslServer.GrantAsync(SaslServer.Reader, RightsOfConsumer);
        Assert.Contains(RightsOfPublisher[0], granted);
        Assert.Empty(await SaslServer.GrantAsync(SaslServer.Writer, RightsOfPublisher));

        var seen = new Seen(2);
        using var publisher = Host(SaslServer.Writer, services => services.AddProducer(topic));
        using var consumer = Host(SaslServer.Reader, services => AddConsumer(services, seen));
        await publisher.StartAsync();
        await consumer.StartAsync();
        await publisher.Services.GetRequiredService<IEventPublisher>().PublishAsync(topic, [Event("good"), Event("bad")], default);
        await seen.Enough;
        await consumer.StopAsync();
        Assert.Equal(["bad", "good"], seen.Texts.Order());
        Assert.Equal("bad", Assert.Single(await consumer.Services.GetRequiredService<IDeadLetters>().ListAsync(default), letter => letter.Group == group).Id);
        Assert.Equal(0, Assert.Single(await consumer.Services.GetRequiredService<IEventBus>().ReadLagAsync(default), lag => lag.Group == group).Pending);

        var (writer, reader) = (publisher.Services.GetRequiredService<IEventBus>(), consumer.Services.GetRequiredService<IEventBus>());
        await RefusedAsync(() => writer.AppendAsync(other, [Record], default), "An append to");
        await RefusedAsync(() => writer.JoinAsync(group, [topic], new PartitionLog(), default), group);
        await RefusedAsync(() => writer.ReadToEndAsync(topic, default).ToListAsync().AsTask(), "A read of");
        await RefusedAsync(() => reader.AppendAsync(topic, [Record], default), "An append to");
        await RefusedAsync(() => reader.JoinAsync($"{group}-2", [topic], new PartitionLog(), default), $"{group}-2");
        await RefusedAsync(() => reader.ReadAsync(other, ReadFrom.Oldest, default), other.Name);
    }

    [SkippableFact]
    public async Task Start_UserWithoutAnyRight_OfAServiceThatServesWithoutTheBus_StartsLoudlyAndReadsOnceGranted()
    {
        SkipWithoutServer();
        var (time, logged, seen) = (new FakeTimeProvider(), new LogRecorder(), new Seen(1));
        using var host = Host(
            SaslServer.Reader,
            services => services.AddSingleton<TimeProvider>(time).AddSingleton(new ScriptedHandler((text, _) => seen.Add(text)))
                .AddProducer(other).AddBroadcast<StringValue, ScriptedHandler>(topic, "test-reader", ReadFrom.Oldest),
            logged, neededToServe: false);

        await AdvanceUntilAsync(time, host.StartAsync());

        Assert.Contains($"READ on topic {topic.Name}", await logged.NextAsync(LogLevel.Critical), StringComparison.Ordinal);
        await SaslServer.GrantAsync(SaslServer.Writer, RightsOfPublisher);
        await SaslServer.GrantAsync(SaslServer.Reader, WantedRight.Of([new RegisteredConsumer(topic, "test-reader", ConsumerRole.Reader, typeof(ScriptedHandler))], []));
        using (var bus = SaslServer.Open(SaslServer.Writer))
            await bus.AppendAsync(topic, [Record], default);
        await AdvanceUntilAsync(time, seen.Enough);
        await AdvanceUntilAsync(time, host.StopAsync());
    }

    [SkippableFact]
    public async Task Start_BrokerDoesNotAnswerAtFirst_IsAskedUntilItDoes()
    {
        SkipWithoutServer();
        await SaslServer.GrantAsync(SaslServer.Writer, RightsOfPublisher);
        using var broker = new LateBroker(SaslServer.Address!);
        var logged = new LogRecorder();
        using var host = Host(SaslServer.Writer, services => services.AddProducer(topic), logged, settings: ("BootstrapServers", broker.Address));

        var starting = host.StartAsync();
        while (!(await logged.NextAsync(LogLevel.Warning)).StartsWith("The rights of this process are not known yet", StringComparison.Ordinal))
            Assert.False(starting.IsCompleted);
        broker.Open();

        await starting.WaitAsync(Patience);
        await host.StopAsync();
    }

    [SkippableFact]
    public async Task Start_WrongPassword_EndsWithTheRemedy()
    {
        SkipWithoutServer();
        using var host = Host(SaslServer.Writer, services => services.AddProducer(topic), settings: ("Password", "wrong"));

        var ex = await Assert.ThrowsAsync<KafkaRefusedException>(() => host.StartAsync());

        Assert.Contains("Check Kafka:Username, Kafka:Password", ex.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Health_UserWithoutAnyRight_IsHealthy()
    {
        SkipWithoutServer();
        using var bus = SaslServer.Open(SaslServer.Reader);

        Assert.Equal(HealthStatus.Healthy, (await new KafkaHealth(bus).CheckHealthAsync(new HealthCheckContext())).Status);
    }

    private static EventRecord Record => new("a", Encoding.UTF8.GetBytes("\n\u0001a"), EventHeaders.Empty);

    private static void SkipWithoutServer() => Skip.If(SaslServer.Address is null, SaslServer.WhySkipped);

    private static Topic<StringValue> TestTopic() => new($"test.entity.happened-{Guid.NewGuid():N}.v1", TopicClass.Work, 2, StringValue.Parser, message => message.Value);

    private static OutgoingEvent<StringValue> Event(string text) => new(text, new StringValue { Value = text });

    private static async Task RefusedAsync(Func<Task> act, string what) =>
        Assert.Contains(what, (await Assert.ThrowsAsync<KafkaRefusedException>(act)).Message, StringComparison.Ordinal);

    private static async Task AdvanceUntilAsync(FakeTimeProvider time, Task done)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!done.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await done;
    }

    private void AddConsumer(IServiceCollection services, Seen seen) => services
        .AddSingleton(new ScriptedHandler(async (text, _) => await seen.Add(text) ?? (text == "bad" ? new Refusal("bad", "It is bad.") : null)))
        .AddConsumer<StringValue, ScriptedHandler>(topic, group);

    private static IHost Host(
        string user, Action<IServiceCollection> add, LogRecorder? logged = null, bool neededToServe = true, params IReadOnlyList<(string Key, string Value)> settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Kafka:BootstrapServers"] = SaslServer.Address, ["Kafka:SecurityProtocol"] = "SaslPlaintext", ["Kafka:SaslMechanism"] = "Plain",
            ["Kafka:Username"] = user, ["Kafka:Password"] = SaslServer.PasswordOf(user), ["Kafka:RequestTimeout"] = "00:00:05",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"Kafka:{setting.Key}", setting.Value)));
        if (logged is not null)
            builder.Logging.AddProvider(logged);
        builder.AddKafkaEventBus(neededToServe);
        add(builder.Services);
        return builder.Build();
    }
}

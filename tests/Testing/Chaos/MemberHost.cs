using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus.Redelivery;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>A member of the group: the consume loop of a service, with short times so that a run meets many of them.</summary>
internal static class MemberHost
{
    /// <summary>The shortest session that brokers allow by default.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);

    public static IHost Build(MemberSettings settings, IEventBus bus, IChaosDirector director, ILoggerProvider log)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(
        [
            new("EventBus:RetryDelay", "00:00:00.050"), new("EventBus:MaxRetryDelay", "00:00:01"), new("EventBus:PollWait", "00:00:01"),
            new("EventBus:CommitInterval", "00:00:00.200"), new("EventBus:RevokeTimeout", "00:00:03"),
            new("EventBus:MaxInFlight", settings.MaxInFlight.ToString(CultureInfo.InvariantCulture)),
            new("EventBus:Parallelism", settings.Parallelism.ToString(CultureInfo.InvariantCulture)),
        ]);
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Information);
        var probe = new BusProbe(bus) { At = director.At };
        builder.Services.AddSingleton<IEventBus>(settings.Redelivers ? new RedeliveringEventBus(probe) : probe);
        builder.Services.AddSingleton(new ChaosHandler(director));
        builder.Services.AddConsumer<StringValue, ChaosHandler>(settings.ToTopic(), settings.Group, settings.MaxBatch);
        return builder.Build();
    }

    public static KafkaEventBus OpenKafka(MemberSettings settings, ILoggerProvider log) => new(
        new KafkaOptions
        {
            BootstrapServers = settings.BootstrapServers, InstanceId = settings.InstanceId, SessionTimeout = SessionTimeout, MaxPollInterval = SessionTimeout + TimeSpan.FromSeconds(2),
            RequestTimeout = TimeSpan.FromSeconds(5), DeliveryTimeout = TimeSpan.FromSeconds(10),
        },
        TimeProvider.System,
        [],
        log.CreateLogger("kafka"));
}

/// <summary>A member's part in the group.</summary>
/// <param name="InstanceId">Its name in the group over restarts; null for a member without one.</param>
internal sealed record MemberSettings(
    string Name, string? InstanceId, string BootstrapServers, string Topic, int Partitions, string Group, int MaxBatch, int MaxInFlight, int Parallelism, bool Redelivers)
{
    public static MemberSettings Parse(string json) => JsonSerializer.Deserialize<MemberSettings>(json)!;

    public string ToJson() => JsonSerializer.Serialize(this);

    public Topic<StringValue> ToTopic() => new(Topic, TopicClass.Work, Partitions, StringValue.Parser, message => message.Value);
}

/// <summary>Hands each event to the director.</summary>
internal sealed class ChaosHandler(IChaosDirector director) : IEventHandler<StringValue>
{
    private static readonly Refusal Bad = new("bad", "The run refuses it.");

    public async Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<StringValue> batch, CancellationToken cancellationToken)
    {
        var answers = new List<Refusal?>();
        foreach (var e in batch.Events)
            answers.Add(await director.HandleAsync(new HandledEvent(batch.Partition, e.Offset, e.Id, e.Message.Value), cancellationToken) switch
            {
                HandlerAnswer.Handled => null,
                HandlerAnswer.Refused => Bad,
                _ => throw new IOException("The run lets this attempt fail."),
            });
        return answers;
    }
}

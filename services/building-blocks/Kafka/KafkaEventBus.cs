using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Kafka.Clients;
using SpotifyPlatform.Kafka.Consuming;
using SpotifyPlatform.Kafka.Lag;
using SpotifyPlatform.Kafka.Rights;

namespace SpotifyPlatform.Kafka;

/// <summary>The event log on Kafka. Topics are created by <c>platform topics apply</c>, not by use.</summary>
public sealed class KafkaEventBus : IEventBus, IDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);

    private readonly KafkaClients clients;
    private readonly TimeProvider time;
    private readonly BrokerView broker;
    private readonly RecordProducer producer;
    private readonly OldestRecords oldest;
    private readonly LagReader lag;
    private int isDisposed;

    /// <param name="groups">The groups, by topic, whose lag is read.</param>
    public KafkaEventBus(KafkaOptions options, TimeProvider time, IReadOnlyList<(Topic Topic, string Group)> groups, ILogger logger)
    {
        clients = new KafkaClients(options, logger);
        this.time = time;
        broker = new BrokerView(clients);
        producer = new RecordProducer(clients);
        oldest = new OldestRecords(clients);
        lag = new LagReader(broker, oldest, groups);
    }

    public string MessagingSystem => "kafka";

    internal BrokerView Broker => broker;

    /// <exception cref="KafkaRefusedException">The topic is not there, or this process may not write to it.</exception>
    public Task AppendAsync(Topic topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken) =>
        records.Count == 0 ? Task.CompletedTask : producer.AppendAsync(topic.Name, records, cancellationToken);

    /// <exception cref="KafkaRefusedException">A topic is not there, or this process may not read it in the group.</exception>
    /// <exception cref="LostOffsetException">The group's place in the log is lost.</exception>
    public async Task<IEventSubscription> JoinAsync(
        string group, IReadOnlyList<Topic> topics, IPartitionListener listener, CancellationToken cancellationToken)
    {
        var partitions = new List<KafkaPartition>();
        foreach (var topic in topics)
            partitions.AddRange(await PartitionsAsync(topic.Name, cancellationToken).ConfigureAwait(false));
        var offsets = new GroupOffsets(group, broker, clients);
        await offsets.EnsureAsync(partitions, cancellationToken).ConfigureAwait(false);
        return new KafkaEventSubscription(group, [.. topics.Select(topic => topic.Name)], offsets, listener, clients, time);
    }

    public Task<IEventReader> ReadAsync(Topic topic, ReadFrom from, CancellationToken cancellationToken) =>
        KafkaEventReader.OpenAsync(topic.Name, from, broker, clients, time, cancellationToken);

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken) => lag.ReadAsync(cancellationToken);

    /// <inheritdoc cref="GrantedRights.MissingAsync"/>
    internal async Task<IReadOnlyList<WantedRight>> MissingRightsAsync(IReadOnlyList<WantedRight> wanted, CancellationToken cancellationToken)
    {
        await broker.PingAsync(cancellationToken).ConfigureAwait(false);
        using var admin = new BrokerAdmin(clients);
        return await new GrantedRights(admin).MissingAsync(wanted, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The container disposes a service once for each port that it is registered as, and a client of librdkafka must be disposed once.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, 1) != 0)
            return;
        producer.Dispose();
        oldest.Dispose();
        broker.Dispose();
    }

    /// <summary>Brokers know of a new topic a moment after it is created.</summary>
    private async Task<IReadOnlyList<KafkaPartition>> PartitionsAsync(string topic, CancellationToken cancellationToken)
    {
        for (var wait = FirstWait; ; wait *= 2)
        {
            if (await broker.PartitionsAsync(topic, cancellationToken).ConfigureAwait(false) is { Count: > 0 } found)
                return found;
            if (wait > LastWait)
                throw new KafkaRefusedException($"Topic {topic} does not exist. Create the topics with 'platform topics apply'.");
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }
}

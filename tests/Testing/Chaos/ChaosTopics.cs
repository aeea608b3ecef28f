using Confluent.Kafka;
using Confluent.Kafka.Admin;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>The topics of a run on a broker, and what an administrator may do to them. Every call is repeated until a broker does it.</summary>
internal sealed class ChaosTopics(string bootstrapServers) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers })
        .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    public Task CreateAsync(Topic topic) => RepeatAsync(async () =>
    {
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification
            {
                Name = topic.Name, NumPartitions = topic.Partitions, ReplicationFactor = -1, Configs = new() { ["cleanup.policy"] = topic.IsCompacted ? "compact" : "delete" },
            }]);
        }
        catch (CreateTopicsException ex) when (ex.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            // An earlier attempt was done after all.
        }
    });

    public Task SetAsync(Topic topic, string name, string value) => AlterAsync(topic, new() { Name = name, Value = value, IncrementalOperation = AlterConfigOpType.Set });

    /// <summary>Takes a setting back to the broker's default.</summary>
    public Task ResetAsync(Topic topic, string name) => AlterAsync(topic, new() { Name = name, IncrementalOperation = AlterConfigOpType.Delete });

    /// <summary>Waits until every replica of every partition of every topic is in sync.</summary>
    public Task InSyncAsync(int brokers) => RepeatAsync(() =>
    {
        var metadata = admin.GetMetadata(TimeSpan.FromSeconds(5));
        return metadata.Brokers.Count == brokers && metadata.Topics.All(topic => topic.Partitions.All(partition => partition.InSyncReplicas.Length == partition.Replicas.Length))
            ? Task.CompletedTask
            : throw new KafkaException(ErrorCode.NotEnoughReplicas);
    });

    public void Dispose() => admin.Dispose();

    private Task AlterAsync(Topic topic, ConfigEntry entry) => RepeatAsync(
        () => admin.IncrementalAlterConfigsAsync(new() { [new ConfigResource { Type = ResourceType.Topic, Name = topic.Name }] = [entry] }));

    private static async Task RepeatAsync(Func<Task> call)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
            try
            {
                await call();
                return;
            }
            catch (KafkaException) when (!patience.IsCancellationRequested)
            {
                await Task.Delay(Pause);
            }
    }
}

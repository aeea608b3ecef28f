using Microsoft.Extensions.Logging;
using SpotifyPlatform.EventBus.DeadLetters;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>What the partitions of one topic of a group share: the handler, how many work at a time, the dead letters.</summary>
internal sealed class TopicConsumer : IDisposable
{
    private readonly SemaphoreSlim parallelism;
    private readonly Action freed;

    public TopicConsumer(IConsumer consumer, IEventBus bus, ConsumeOptions options, EventBusMetrics metrics, TimeProvider time, Action freed, ILogger logger)
    {
        Consumer = consumer;
        Metrics = metrics;
        Time = time;
        CommitInterval = options.CommitInterval;
        MaxInFlight = options.MaxInFlight;
        this.freed = freed;
        parallelism = new SemaphoreSlim(options.Parallelism, options.Parallelism);
        Letters = new OpenDeadLetters(bus, consumer.Topic, consumer.Group);
        Retry = new Retry(consumer.Topic.Name, consumer.Group, options, time, metrics, logger);
        Handling = new BatchHandling(bus.MessagingSystem, consumer, Letters, Retry, parallelism, metrics, logger);
    }

    public IConsumer Consumer { get; }

    public EventBusMetrics Metrics { get; }

    public TimeProvider Time { get; }

    public TimeSpan CommitInterval { get; }

    public int MaxInFlight { get; }

    /// <summary>A partition that is held up takes no more than this of the topic's share.</summary>
    public int MaxInFlightOfPartition => Math.Max(1, MaxInFlight / 4);

    public OpenDeadLetters Letters { get; }

    public Retry Retry { get; }

    public BatchHandling Handling { get; }

    /// <summary>Says that records have been handled, so that paused partitions may go on.</summary>
    public void Freed() => freed();

    public void Dispose()
    {
        parallelism.Dispose();
        Letters.Dispose();
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using SpotifyPlatform.EventBus.Consume;

namespace SpotifyPlatform.EventBus.Broadcast;

/// <summary>Where a broadcast begins, as a reference that the container can pass on.</summary>
internal sealed record BroadcastStart(ReadFrom From);

/// <summary>
/// Hands every record of a topic to a handler of this process, from the oldest or the next on. Nothing is committed: a process
/// that starts again reads again. A transient fault is retried; anything else stops the process. Where the bus is not needed to
/// serve, whatever the bus answers is retried and the process starts without it.
/// </summary>
internal sealed class BroadcastLoop(
    IConsumer consumer, BroadcastStart start, IEventBus bus, IOptions<ConsumeOptions> options, EventBusMetrics metrics, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<BroadcastLoop> logger, BusUse? use = null) : BackgroundService
{
    /// <summary>Records that the handler takes at once: a copy of a whole topic is read faster so.</summary>
    public const int MaxBatch = 256;

    /// <summary>How long a bus that is not needed to serve may hold back the start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Retry retry = new(consumer.Topic.Name, consumer.Group, options.Value, time, metrics, logger);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsNeeded => use is null or { IsNeededToServe: true };

    private ResiliencePipeline OfBus => IsNeeded ? retry.Transient : retry.Always;

    /// <summary>Opens the reader before the host has started, so that no record published from then on is missed.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        var isOpen = IsNeeded ? opened.Task.WaitAsync(cancellationToken) : opened.Task.WaitAsync(Patience, time, cancellationToken);
        try
        {
            await isOpen.ConfigureAwait(false);
        }
        catch (TimeoutException) when (!IsNeeded)
        {
            Log.StartsWithoutReader(logger, consumer.Topic.Name, consumer.Group);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IEventReader reader;
        try
        {
            reader = await OfBus.ExecuteAsync(async token => await bus.ReadAsync(consumer.Topic, start.From, token).ConfigureAwait(false), stoppingToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The start throws it.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            opened.SetException(ex);
            return;
        }

        await using var _ = reader.ConfigureAwait(false);
        opened.SetResult();
        await lifetime.HasStartedAsync(stoppingToken).ConfigureAwait(false);
        await ReadAsync(reader, stoppingToken).ConfigureAwait(false);
    }

    private async Task ReadAsync(IEventReader reader, CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
                foreach (var records in await ReceiveAsync(reader, stopping).ConfigureAwait(false))
                    await HandleAsync([.. records], stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // Whatever it is, it must end the process with its code rather than a loop in silence.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            metrics.Failed(consumer.Topic.Name, consumer.Group, ex);
            Log.Failed(logger, consumer.Topic.Name, consumer.Group, ex);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task<IEnumerable<IGrouping<TopicPartition, ReceivedEvent>>> ReceiveAsync(IEventReader reader, CancellationToken stopping)
    {
        var received = await OfBus
            .ExecuteAsync(async token => await reader.ReceiveAsync(MaxBatch, options.Value.PollWait, token).ConfigureAwait(false), stopping).ConfigureAwait(false);
        return received.GroupBy(record => record.Partition);
    }

    private async Task HandleAsync(ReceivedEvent[] records, CancellationToken stopping)
    {
        var batch = consumer.Parse(records);
        var attempt = 0;
        var answers = await retry.Transient.ExecuteAsync(async token => await batch.HandleAsync(++attempt, token).ConfigureAwait(false), stopping).ConfigureAwait(false);
        var answer = 0;
        for (var i = 0; i < records.Length; i++)
        {
            metrics.Consumed(consumer.Topic.Name, consumer.Group, records: 1);
            if ((batch.Unreadable[i] ?? answers[answer++]) is not { } refusal)
                continue;
            metrics.Dropped(consumer.Topic.Name, consumer.Group, refusal.Reason);
            Log.Skipped(logger, consumer.Topic.Name, consumer.Group, records[i].Partition.Partition, records[i].Offset, refusal.Reason, refusal.Detail);
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>
/// The one consume loop. Bounded in flight; partitions side by side, in order within each; committed after the handler. A
/// transient fault holds its partition and is retried; a refused record goes to the dead letter topic; anything else stops the
/// process, so that a supervisor sees it.
/// </summary>
internal sealed class ConsumeLoop : BackgroundService
{
    private readonly IConsumer consumer;
    private readonly ConsumeOptions options;
    private readonly EventBusMetrics metrics;
    private readonly TimeProvider time;
    private readonly IHostApplicationLifetime lifetime;
    private readonly ILogger logger;
    private readonly ResiliencePipeline retry;
    private readonly RecordHandling records;
    private readonly SemaphoreSlim room;
    private readonly SemaphoreSlim turns;
    private readonly CancellationTokenSource leaving = new();
    private readonly CancellationTokenSource outOfTime = new();
    private readonly Dictionary<int, (PartitionLane Lane, Task Running)> lanes = [];
    private IEventSubscription subscription = null!;

    public ConsumeLoop(
        IConsumer consumer, IEventBus bus, IOptions<ConsumeOptions> options, EventBusMetrics metrics, TimeProvider time,
        IHostApplicationLifetime lifetime, ILogger<ConsumeLoop> logger)
    {
        this.consumer = consumer;
        this.options = options.Value;
        this.metrics = metrics;
        this.time = time;
        this.lifetime = lifetime;
        this.logger = logger;
        retry = Retry.Pipeline(consumer, this.options, time, metrics, logger);
        records = new RecordHandling(consumer, bus, retry, metrics, logger);
        room = new SemaphoreSlim(this.options.MaxInFlight, this.options.MaxInFlight);
        turns = new SemaphoreSlim(this.options.Parallelism, this.options.Parallelism);
    }

    /// <summary>Joins the group before the host has started, so that from then on the group's lag is there to read.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        subscription = consumer.Subscribe();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Lets handlers finish what they began until the host's shutdown time is up.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
            await outOfTime.CancelAsync().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        outOfTime.Cancel();
        base.Dispose();
        leaving.Dispose();
        outOfTime.Dispose();
        room.Dispose();
        turns.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var registration = stoppingToken.Register(leaving.Cancel);
        await HostHasStartedAsync(stoppingToken).ConfigureAwait(false);
        Log.Consuming(logger, consumer.Topic, consumer.Group);
        await GuardAsync(ReceiveAsync).ConfigureAwait(false);
        await Task.WhenAll(lanes.Values.Select(lane => lane.Running)).ConfigureAwait(false);
        await subscription.DisposeAsync().ConfigureAwait(false);
        if (outOfTime.IsCancellationRequested)
            Log.Interrupted(logger, consumer.Topic, consumer.Group);
        else
            Log.Left(logger, consumer.Topic, consumer.Group);
    }

    /// <summary>Nothing is consumed before every group has joined and every port is bound: a start that fails has no effects.</summary>
    private async Task HostHasStartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            await room.WaitAsync(leaving.Token).ConfigureAwait(false);
            var free = 1;
            while (free < options.MaxInFlight && room.Wait(0, CancellationToken.None))
                free++;
            var received = await retry.ExecuteAsync(
                async token => await subscription.ReceiveAsync(free, options.PollWait, token).ConfigureAwait(false), leaving.Token).ConfigureAwait(false);
            if (received.Count < free)
                room.Release(free - received.Count);
            foreach (var next in received)
                LaneOf(next.Partition).Add(next);
        }
    }

    private PartitionLane LaneOf(int partition)
    {
        if (!lanes.TryGetValue(partition, out var entry))
        {
            var lane = new PartitionLane(HandleAsync, CommitAsync, time, options.CommitInterval, leaving.Token);
            lanes[partition] = entry = (lane, Task.Run(() => GuardAsync(lane.RunAsync)));
        }

        return entry.Lane;
    }

    private async Task HandleAsync(ReceivedEvent received)
    {
        await turns.WaitAsync(leaving.Token).ConfigureAwait(false);
        try
        {
            await records.HandleAsync(received, leaving.Token, outOfTime.Token).ConfigureAwait(false);
        }
        finally
        {
            turns.Release();
            room.Release();
        }
    }

    private async Task CommitAsync(ReceivedEvent last, long began)
    {
        metrics.Batch(consumer.Topic, consumer.Group, time.GetElapsedTime(began));
        await retry.ExecuteAsync(async token => await subscription.CommitAsync(last, token).ConfigureAwait(false), outOfTime.Token).ConfigureAwait(false);
    }

    /// <summary>Runs a part of the loop to its end; a fault that no retry mends ends the whole process.</summary>
    private async Task GuardAsync(Func<Task> part)
    {
        try
        {
            await part().ConfigureAwait(false);
        }
        catch (Exception fault) when (outOfTime.IsCancellationRequested || (leaving.IsCancellationRequested && fault is OperationCanceledException))
        {
            // The host stops, and perhaps no longer waits; or another part has failed and said so.
        }
#pragma warning disable CA1031 // Whatever it is, it must end the process with its code rather than a loop in silence.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            metrics.Failed(consumer.Topic, consumer.Group, fault);
            Log.Failed(logger, consumer.Topic, consumer.Group, fault);
            Environment.ExitCode = 1;
            await leaving.CancelAsync().ConfigureAwait(false);
            lifetime.StopApplication();
        }
    }
}

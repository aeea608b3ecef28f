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
    private readonly SemaphoreSlim inFlight;
    private readonly SemaphoreSlim parallelism;
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource shutdownTimeout = new();
    private readonly Dictionary<int, (PartitionWorker Worker, Task Running)> workers = [];
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
        inFlight = new SemaphoreSlim(this.options.MaxInFlight, this.options.MaxInFlight);
        parallelism = new SemaphoreSlim(this.options.Parallelism, this.options.Parallelism);
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
            await shutdownTimeout.CancelAsync().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        shutdownTimeout.Cancel();
        base.Dispose();
        stopping.Dispose();
        shutdownTimeout.Dispose();
        inFlight.Dispose();
        parallelism.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var registration = stoppingToken.Register(stopping.Cancel);
        await HostHasStartedAsync(stoppingToken).ConfigureAwait(false);
        Log.Consuming(logger, consumer.Topic, consumer.Group);
        await GuardAsync(ReceiveAsync).ConfigureAwait(false);
        await Task.WhenAll(workers.Values.Select(worker => worker.Running)).ConfigureAwait(false);
        await subscription.DisposeAsync().ConfigureAwait(false);
        if (shutdownTimeout.IsCancellationRequested)
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
            await inFlight.WaitAsync(stopping.Token).ConfigureAwait(false);
            var free = 1;
            while (free < options.MaxInFlight && inFlight.Wait(0, CancellationToken.None))
                free++;
            var received = await retry.ExecuteAsync(
                async token => await subscription.ReceiveAsync(free, options.PollWait, token).ConfigureAwait(false), stopping.Token).ConfigureAwait(false);
            if (received.Count < free)
                inFlight.Release(free - received.Count);
            foreach (var next in received)
                WorkerOf(next.Partition).Add(next);
        }
    }

    private PartitionWorker WorkerOf(int partition)
    {
        if (!workers.TryGetValue(partition, out var entry))
        {
            var worker = new PartitionWorker(HandleAsync, CommitAsync, time, options.CommitInterval, stopping.Token);
            workers[partition] = entry = (worker, Task.Run(() => GuardAsync(worker.RunAsync)));
        }

        return entry.Worker;
    }

    private async Task HandleAsync(ReceivedEvent received)
    {
        await parallelism.WaitAsync(stopping.Token).ConfigureAwait(false);
        try
        {
            await records.HandleAsync(received, stopping.Token, shutdownTimeout.Token).ConfigureAwait(false);
        }
        finally
        {
            parallelism.Release();
            inFlight.Release();
        }
    }

    private async Task CommitAsync(ReceivedEvent last, long began)
    {
        metrics.Batch(consumer.Topic, consumer.Group, time.GetElapsedTime(began));
        await retry.ExecuteAsync(async token => await subscription.CommitAsync(last, token).ConfigureAwait(false), shutdownTimeout.Token).ConfigureAwait(false);
    }

    /// <summary>Runs a part of the loop to its end; an error that no retry resolves ends the whole process.</summary>
    private async Task GuardAsync(Func<Task> part)
    {
        try
        {
            await part().ConfigureAwait(false);
        }
        catch (Exception ex) when (shutdownTimeout.IsCancellationRequested || (stopping.IsCancellationRequested && ex is OperationCanceledException))
        {
            // The host stops, and perhaps no longer waits; or another part has failed and said so.
        }
#pragma warning disable CA1031 // Whatever it is, it must end the process with its code rather than a loop in silence.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            metrics.Failed(consumer.Topic, consumer.Group, ex);
            Log.Failed(logger, consumer.Topic, consumer.Group, ex);
            Environment.ExitCode = 1;
            await stopping.CancelAsync().ConfigureAwait(false);
            lifetime.StopApplication();
        }
    }
}

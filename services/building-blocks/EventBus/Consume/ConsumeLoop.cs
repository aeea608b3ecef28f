using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.EventBus.Consume;

/// <summary>
/// The one consume loop: this process's member of a group, over all its topics. Bounded in flight; partitions side by side, in
/// order within each; committed after the side effect. A transient fault holds its partition and is retried; a refused record
/// goes to the dead letter topic; anything else stops the process, so that a supervisor sees it. The loop asks for records
/// again and again however long handlers take; what is full is paused.
/// </summary>
internal sealed class ConsumeLoop : BackgroundService
{
    private readonly string group;
    private readonly IEventBus bus;
    private readonly ConsumeOptions options;
    private readonly EventBusMetrics metrics;
    private readonly IHostApplicationLifetime lifetime;
    private readonly ILogger logger;
    private readonly Dictionary<string, TopicConsumer> topics;
    private readonly AssignedPartitions partitions;
    private readonly Retry retry;
    private readonly AsyncSignal freed = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource shutdownTimeout = new();
    private IEventSubscription subscription = null!;
    private volatile bool hasBegun;

    public ConsumeLoop(
        string group, IReadOnlyList<IConsumer> consumers, IEventBus bus, IOptions<ConsumeOptions> options, EventBusMetrics metrics, TimeProvider time,
        IHostApplicationLifetime lifetime, ILogger<ConsumeLoop> logger)
    {
        this.group = group;
        this.bus = bus;
        this.options = options.Value;
        this.metrics = metrics;
        this.lifetime = lifetime;
        this.logger = logger;
        topics = consumers.ToDictionary(
            consumer => consumer.Topic.Name, consumer => new TopicConsumer(consumer, bus, this.options, metrics, time, freed.Set, logger));
        partitions = new AssignedPartitions(topics, this.options.RevokeTimeout, time, CommitAsync, GuardAsync);
        retry = new Retry(Names, group, this.options, time, metrics, logger);
    }

    private string Names => string.Join(", ", topics.Keys);

    /// <summary>Joins the group before the host has started, so that from then on the group's lag is there to read.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var joined = topics.Values.Select(topic => topic.Consumer.Topic).ToList();
        subscription = await retry.Transient
            .ExecuteAsync(async token => await bus.JoinAsync(group, joined, partitions, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets handlers finish what they began until the host's shutdown time is up.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        // A host that stops at once never runs the loop, which would leave the group.
        if (!hasBegun && subscription is not null)
            await subscription.DisposeAsync().ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
            await shutdownTimeout.CancelAsync().ConfigureAwait(false);
    }

    public override void Dispose()
    {
        shutdownTimeout.Cancel();
        base.Dispose();
        stopping.Dispose();
        shutdownTimeout.Dispose();
        foreach (var topic in topics.Values)
            topic.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        hasBegun = true;
        using var registration = stoppingToken.Register(stopping.Cancel);
        await lifetime.HasStartedAsync(stoppingToken).ConfigureAwait(false);
        Log.Consuming(logger, Names, group);
        await GuardAsync(ReceiveAsync).ConfigureAwait(false);
        await partitions.StopAsync(shutdownTimeout.Token).ConfigureAwait(false);
        await subscription.DisposeAsync().ConfigureAwait(false);
        if (shutdownTimeout.IsCancellationRequested)
            Log.Interrupted(logger, Names, group);
        else
            Log.Left(logger, Names, group);
    }

    private async Task ReceiveAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var hasRoom = freed.Next;
            var max = partitions.Balance(subscription);
            var receiving = retry.Transient
                .ExecuteAsync(async token => await subscription.ReceiveAsync(max, options.PollWait, token).ConfigureAwait(false), stopping.Token).AsTask();
            while (await Task.WhenAny(receiving, hasRoom).ConfigureAwait(false) != receiving)
            {
                hasRoom = freed.Next;
                partitions.Balance(subscription);
            }

            partitions.Add(await receiving.ConfigureAwait(false));
        }
    }

    private async Task CommitAsync(TopicPartition partition, long next, CancellationToken cancellationToken) =>
        await topics[partition.Topic].Retry.Transient
            .ExecuteAsync(async token => await subscription.CommitAsync(partition, next, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Runs a part of the loop to its end; a fault that no retry mends ends the whole process.</summary>
    private async Task GuardAsync(Func<Task> part)
    {
        try
        {
            await part().ConfigureAwait(false);
        }
        catch (Exception ex) when (shutdownTimeout.IsCancellationRequested || (stopping.IsCancellationRequested && ex is OperationCanceledException))
        {
            // The host stops, and perhaps no longer waits; or another part has failed and logged it.
        }
#pragma warning disable CA1031 // Whatever it is, it must end the process with its code rather than a loop in silence.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            metrics.Failed(Names, group, ex);
            Log.Failed(logger, Names, group, ex);
            Environment.ExitCode = 1;
            await stopping.CancelAsync().ConfigureAwait(false);
            lifetime.StopApplication();
        }
    }
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus.Consume;

namespace SpotifyPlatform.EventBus.Schedule;

/// <summary>
/// Publishes a job's ticks while this process holds the one partition of the clock topic. Nothing rides that topic: it only
/// chooses an instance. When the partition moves, two instances may publish the same tick, under the same id. Of the times
/// that passed while no instance ran, the last is made up for.
/// </summary>
internal sealed class ScheduleClock(
    ScheduledJob job, IEventBus bus, IEventPublisher publisher, IOptions<ConsumeOptions> options, EventBusMetrics metrics, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<ScheduleClock> logger) : BackgroundService, IPartitionListener
{
    // The partition is asked for at least this often, and a clock that is set is noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Retry retry = new(job.Due.Name, job.Service, options.Value, time, metrics, logger);
    private IEventSubscription subscription = null!;
    private DateTimeOffset? last;
    private volatile bool holdsClock;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        subscription = await retry.Transient
            .ExecuteAsync(async token => await bus.JoinAsync(job.Group, [Topics.ScheduleClock], this, token).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Assigned(IReadOnlyCollection<TopicPartition> partitions) => (holdsClock, last) = (true, null);

    public Task RevokedAsync(IReadOnlyCollection<TopicPartition> partitions)
    {
        holdsClock = false;
        return Task.CompletedTask;
    }

    public void Lost(IReadOnlyCollection<TopicPartition> partitions) => holdsClock = false;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.HasStartedAsync(stoppingToken).ConfigureAwait(false);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
                await retry.Transient.ExecuteAsync(async token => await TickAsync(token).ConfigureAwait(false), stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        await subscription.ReceiveAsync(1, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        if (holdsClock)
            await PublishDueAsync(cancellationToken).ConfigureAwait(false);
        await subscription.ReceiveAsync(1, Wait(), cancellationToken).ConfigureAwait(false);
    }

    private async Task PublishDueAsync(CancellationToken cancellationToken)
    {
        last ??= await LastPublishedAsync(cancellationToken).ConfigureAwait(false) ?? time.GetUtcNow();
        var due = last.Value;
        while (job.Next(due) is { } next && next <= time.GetUtcNow())
            due = next;
        if (due == last)
            return;
        var message = new JobDue { Job = job.Name, DueMs = due.ToUnixTimeMilliseconds() };
        await publisher.PublishAsync(job.Due, [new OutgoingEvent<JobDue>($"{job.Name}/{due:yyyy-MM-ddTHH:mm:ssZ}", message)], cancellationToken).ConfigureAwait(false);
        last = due;
    }

    private TimeSpan Wait()
    {
        if (!holdsClock)
            return options.Value.PollWait;
        if (last is not { } from)
            return TimeSpan.Zero;
        var left = job.Next(from) - time.GetUtcNow() ?? LongestWait;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait;
    }

    private async Task<DateTimeOffset?> LastPublishedAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? found = null;
        await foreach (var record in bus.ReadToEndAsync(job.Due, cancellationToken).ConfigureAwait(false))
            if (record.Payload is { } payload)
                found = DateTimeOffset.FromUnixTimeMilliseconds(job.Due.Parser.ParseFrom(payload.Span).DueMs);
        return found;
    }
}

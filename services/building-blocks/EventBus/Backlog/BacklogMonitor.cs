using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.EventBus.Consume;
using SpotifyPlatform.EventBus.DeadLetters;

namespace SpotifyPlatform.EventBus.Backlog;

/// <summary>
/// Looks at the lag and the dead letters of this process's groups now and then, for the gauges: a scrape reads memory alone. A look reads
/// what <c>platform status</c> reads; it takes a tenth of the time at most, however long the dead letter topics are.
/// </summary>
internal sealed class BacklogMonitor(
    IEnumerable<IConsumer> consumers, IEventBus bus, IOptions<ConsumeOptions> options, EventBusMetrics metrics, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<BacklogMonitor> logger) : BackgroundService
{
    private const int WaitPerLook = 10;

    private readonly Dictionary<(string Topic, string Group), IConsumer> own = consumers.ToDictionary(consumer => (consumer.Topic.Name, consumer.Group));

    /// <summary>Reads the backlog once. A fault leaves the gauges without values until the next look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            metrics.Observed(await ReadAsync(cancellationToken).ConfigureAwait(false));
        }
#pragma warning disable CA1031 // Whatever it is, the consumers go on without their gauges.
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            metrics.Observed([]);
            Log.BacklogUnknown(logger, ex);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.HasStartedAsync(stoppingToken).ConfigureAwait(false);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var began = time.GetTimestamp();
                if (metrics.IsBacklogRead)
                    await LookAsync(stoppingToken).ConfigureAwait(false);
                var wait = time.GetElapsedTime(began) * WaitPerLook;
                await Task.Delay(wait > options.Value.BacklogInterval ? wait : options.Value.BacklogInterval, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task<IReadOnlyList<GroupBacklog>> ReadAsync(CancellationToken cancellationToken)
    {
        var backlogs = new List<GroupBacklog>();
        foreach (var lag in await bus.ReadLagAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!own.TryGetValue((lag.Topic, lag.Group), out var consumer))
                continue;
            var letters = await bus.ReadOpenLettersAsync(consumer.Topic.DeadLetters(lag.Group), cancellationToken).ConfigureAwait(false);
            backlogs.Add(new GroupBacklog(lag, letters.Count));
        }

        return backlogs;
    }
}

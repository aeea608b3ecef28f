using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>
/// Publishes recorded accesses in batches, independently of requests. While the bus fails or hangs, accesses are dropped and counted:
/// one publish is in flight at a time, and batches that come while it hangs are dropped.
/// </summary>
internal sealed class AccessPublisher(
    AccessQueue queue, IAccessEvents events, IOptions<LookupGatewayOptions> options, LookupGatewayMetrics metrics, TimeProvider time, ILogger<AccessPublisher> logger)
    : BackgroundService
{
    private readonly AccessOptions options = options.Value.Accesses;
    private readonly AccessTotals totals = new(options.Value.Accesses.MaxProducerTracks);
    private Task inFlight = Task.CompletedTask;
    private long batches;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batcher = new AccessBatcher(queue.Reader, options, time);
        while (await batcher.NextAsync(stoppingToken).ConfigureAwait(false) is var tracks && (tracks.Count > 0 || !stoppingToken.IsCancellationRequested))
            await PublishAsync(tracks).ConfigureAwait(false);
    }

    /// <param name="tracks">Accesses since the last batch. They count although the batch is dropped: the track's next event carries them.</param>
    internal async Task PublishAsync(IReadOnlyList<TrackAccess> tracks)
    {
        var accesses = tracks.Sum(track => track.Count);
        var counts = totals.Add(tracks);
        if (!inFlight.IsCompleted)
        {
            metrics.Dropped("bus_timeout", accesses);
            return;
        }

        var batch = ++batches;
        try
        {
            // On another thread, because a bus may block before it returns its task.
            inFlight = Task.Run(() => events.PublishAsync(counts, batch, CancellationToken.None));
            await inFlight.WaitAsync(options.PublishTimeout, time).ConfigureAwait(false);
            metrics.Published(accesses);
        }
        catch (TimeoutException) when (!inFlight.IsCompleted)
        {
            metrics.Dropped("bus_timeout", accesses);
            Log.BusTimedOut(logger, accesses, options.PublishTimeout);
        }
#pragma warning disable CA1031 // No error of the bus may stop the service: requests are answered without it.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            metrics.Dropped("bus_error", accesses);
            Log.AccessesDropped(logger, accesses, ex);
        }
    }
}

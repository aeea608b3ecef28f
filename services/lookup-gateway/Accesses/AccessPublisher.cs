using Google.Protobuf;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>
/// Publishes the notes, batch by batch, beside the questions. A bus that fails or hangs costs notes, which are counted, and
/// nothing else: one publish is under way at a time, and what comes while it hangs is dropped.
/// </summary>
internal sealed class AccessPublisher(
    AccessLog log, IEventPublisher publisher, IOptions<LookupGatewayOptions> options, LookupGatewayMetrics metrics, TimeProvider time, ILogger<AccessPublisher> logger)
    : BackgroundService
{
    private readonly AccessLogOptions options = options.Value.AccessLog;
    private readonly Guid producer = Guid.NewGuid();
    private Task underWay = Task.CompletedTask;
    private long sequence;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batcher = new AccessBatcher(log.Notes, options, time);
        while (await batcher.NextAsync(stoppingToken).ConfigureAwait(false) is var tracks && (tracks.Count > 0 || !stoppingToken.IsCancellationRequested))
            await PublishAsync(tracks).ConfigureAwait(false);
    }

    private async Task PublishAsync(IReadOnlyList<AccessedTrack> tracks)
    {
        var accesses = tracks.Sum(track => track.Count);
        if (!underWay.IsCompleted)
        {
            metrics.Dropped("bus_hangs", accesses);
            return;
        }

        var message = new TracksAccessed { Producer = ByteString.CopyFrom(producer.ToByteArray(bigEndian: true)), Sequence = ++sequence, Tracks = { tracks } };
        var outgoing = new OutgoingEvent<TracksAccessed>($"{producer}-{sequence}", message);
        try
        {
            // On a thread of its own: a bus may also hang before it returns its task.
            underWay = Task.Run(() => publisher.PublishAsync(Topics.TracksAccessed, [outgoing], CancellationToken.None));
            await underWay.WaitAsync(options.PublishTimeout, time).ConfigureAwait(false);
            metrics.Published(accesses);
        }
        catch (TimeoutException) when (!underWay.IsCompleted)
        {
            metrics.Dropped("bus_hangs", accesses);
            Log.BusHangs(logger, accesses, options.PublishTimeout);
        }
#pragma warning disable CA1031 // Whatever the fault of the bus, the questions go on.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            metrics.Dropped("bus_fault", accesses);
            Log.AccessesLost(logger, accesses, ex);
        }
    }
}

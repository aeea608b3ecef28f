using System.Threading.Channels;
using Microsoft.Extensions.Options;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>A bounded queue between requests and the bus. When it is full, the newest access is dropped and counted.</summary>
internal sealed class AccessQueue(IOptions<LookupGatewayOptions> options, LookupGatewayMetrics metrics, TimeProvider time) : IAccessRecorder
{
    private readonly Channel<Access> accesses = Channel.CreateBounded<Access>(
        new BoundedChannelOptions(options.Value.Accesses.QueueCapacity) { SingleReader = true });

    public ChannelReader<Access> Reader => accesses.Reader;

    public void Record(TrackId track)
    {
        if (accesses.Writer.TryWrite(new Access(track, time.GetUtcNow().ToUnixTimeMilliseconds())))
            metrics.Recorded();
        else
            metrics.Dropped("queue_full", 1);
    }
}

/// <param name="AtMs">Unix milliseconds.</param>
internal readonly record struct Access(TrackId Track, long AtMs);

using System.Threading.Channels;
using Microsoft.Extensions.Options;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>A bounded queue between the questions and the bus. Full, it drops the newest note, and counts it.</summary>
internal sealed class AccessLog(IOptions<LookupGatewayOptions> options, LookupGatewayMetrics metrics, TimeProvider time) : IAccessLog
{
    private readonly Channel<Access> notes = Channel.CreateBounded<Access>(
        new BoundedChannelOptions(options.Value.AccessLog.QueueCapacity) { SingleReader = true });

    public ChannelReader<Access> Notes => notes.Reader;

    public void Note(TrackId track)
    {
        if (notes.Writer.TryWrite(new Access(track, time.GetUtcNow().ToUnixTimeMilliseconds())))
            metrics.Noted();
        else
            metrics.Dropped("queue_full", 1);
    }
}

/// <param name="AtMs">Unix milliseconds.</param>
internal readonly record struct Access(TrackId Track, long AtMs);

using System.Threading.Channels;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>Collects accesses into batches. A batch ends when it is full or the interval after its first access has passed.</summary>
internal sealed class AccessBatcher(ChannelReader<Access> accesses, AccessOptions options, TimeProvider time)
{
    /// <summary>The next batch, each track once; waits for the first access. When the token is cancelled, what is queued is the last batch.</summary>
    public async Task<IReadOnlyList<AccessedTrack>> NextAsync(CancellationToken cancellationToken)
    {
        var tracks = new Dictionary<TrackId, AccessedTrack>();
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        using var interval = new CancellationTokenSource(options.FlushInterval, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        do
        {
            while (tracks.Count < options.MaxBatchTracks && accesses.TryRead(out var access))
                Add(tracks, access);
        }
        while (tracks.Count < options.MaxBatchTracks && await WaitAsync(end.Token).ConfigureAwait(false));
        return [.. tracks.Values];
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await accesses.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static void Add(Dictionary<TrackId, AccessedTrack> tracks, Access access)
    {
        if (!tracks.TryGetValue(access.Track, out var track))
            tracks[access.Track] = track = new AccessedTrack { SpotifyId = ByteString.CopyFrom(access.Track.ToKey()) };
        track.Count++;
        track.LastAccessedMs = Math.Max(track.LastAccessedMs, access.AtMs);
    }
}

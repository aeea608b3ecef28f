using System.Runtime.InteropServices;
using System.Threading.Channels;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>Collects accesses into batches. A batch ends when it is full or the interval after its first access has passed.</summary>
internal sealed class AccessBatcher(ChannelReader<Access> accesses, AccessOptions options, TimeProvider time)
{
    /// <summary>How long what comes stays in the queue: a reader that waits for each access is woken by each request.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <summary>The next batch, each track once; waits for the first access. When the token is cancelled, what is queued is the last batch.</summary>
    public async Task<IReadOnlyList<TrackAccess>> NextAsync(CancellationToken cancellationToken)
    {
        var tracks = new Dictionary<TrackId, (long Count, long LastMs)>();
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        using var interval = new CancellationTokenSource(options.FlushInterval, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        do
        {
            while (tracks.Count < options.MaxBatchTracks && accesses.TryRead(out var access))
                Add(tracks, access);
        }
        while (tracks.Count < options.MaxBatchTracks && await GatherAsync(end.Token).ConfigureAwait(false));
        return [.. tracks.Select(track => new TrackAccess(track.Key, track.Value.Count, DateTimeOffset.FromUnixTimeMilliseconds(track.Value.LastMs)))];
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

    private async Task<bool> GatherAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Gathering, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static void Add(Dictionary<TrackId, (long Count, long LastMs)> tracks, Access access)
    {
        ref var track = ref CollectionsMarshal.GetValueRefOrAddDefault(tracks, access.Track, out _);
        track = (track.Count + 1, Math.Max(track.LastMs, access.AtMs));
    }
}

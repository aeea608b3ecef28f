using System.Threading.Channels;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>Gathers notes into batches: a batch ends with the interval after its first note, or when it is full.</summary>
internal sealed class AccessBatcher(ChannelReader<Access> notes, AccessLogOptions options, TimeProvider time)
{
    /// <summary>The next batch's tracks, each once; waits for the first note. What is there when the token is cancelled is the last batch.</summary>
    public async Task<IReadOnlyList<AccessedTrack>> NextAsync(CancellationToken cancellationToken)
    {
        var tracks = new Dictionary<TrackId, AccessedTrack>();
        await WaitAsync(cancellationToken).ConfigureAwait(false);
        using var interval = new CancellationTokenSource(options.FlushInterval, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        do
        {
            while (tracks.Count < options.MaxBatchTracks && notes.TryRead(out var note))
                Add(tracks, note);
        }
        while (tracks.Count < options.MaxBatchTracks && await WaitAsync(end.Token).ConfigureAwait(false));
        return [.. tracks.Values];
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await notes.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static void Add(Dictionary<TrackId, AccessedTrack> tracks, Access note)
    {
        if (!tracks.TryGetValue(note.Track, out var track))
            tracks[note.Track] = track = new AccessedTrack { SpotifyId = ByteString.CopyFrom(note.Track.ToKey()) };
        track.Count++;
        track.LastAccessedMs = Math.Max(track.LastAccessedMs, note.AtMs);
    }
}

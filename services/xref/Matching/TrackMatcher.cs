using Microsoft.Extensions.Options;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>
/// Joins tracks and recordings, which arrive in any order. A batch of tracks is stored, then matched against the active dump; a new
/// dump is activated, then matched against the stored tracks. So whichever comes second sees the other. One batch is processed at a
/// time: otherwise a batch matched against the old dump could be written after the same tracks were matched against the new one. The
/// lock works within one process, which is the only one that uses the files.
/// </summary>
internal sealed class TrackMatcher(
    IRecordings recordings,
    ITrackIsrcStore tracks,
    IXrefStore store,
    IMatchPublisher publisher,
    IOptions<XrefOptions> options,
    XrefMetrics metrics,
    TimeProvider time) : IDisposable
{
    private const double ExactConfidence = 1.0;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly int batchTracks = options.Value.RematchBatchTracks;

    /// <summary>Stores tracks of the catalogue and matches them, unless tracks of a newer revision are stored. Each id occurs once in the batch.</summary>
    public async Task MatchAsync(IReadOnlyList<TrackIsrc> batch, FileRevision revision, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await tracks.PutAsync(batch, revision, cancellationToken).ConfigureAwait(false))
                await ReconcileAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Matches all stored tracks against the active dump in the order of ids, continuing an interrupted run.</summary>
    /// <returns>Tracks matched in this run; null when an earlier run matched all.</returns>
    public async Task<long?> RematchAsync(CancellationToken cancellationToken)
    {
        var progress = recordings.Progress();
        if (progress.Finished)
            return null;
        for (long matched = 0; ;)
        {
            (var batch, progress) = await RematchBatchAsync(progress, cancellationToken).ConfigureAwait(false);
            matched += batch;
            if (progress.Finished)
                return matched;
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<(int Tracks, RematchProgress Progress)> RematchBatchAsync(RematchProgress progress, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var batch = tracks.ReadAfter(progress.Through, batchTracks);
            if (batch.Count > 0)
                await ReconcileAsync(batch, cancellationToken).ConfigureAwait(false);
            progress = batch.Count == batchTracks
                ? new RematchProgress(batch[^1].Id, Finished: false)
                : new RematchProgress(null, Finished: true);
            await recordings.SaveProgressAsync(progress, cancellationToken).ConfigureAwait(false);
            return (batch.Count, progress);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// Publishes before it stores: after a crash between the two, the replay publishes again, and the match of an earlier dump is still in
    /// the store, so that it can be withdrawn.
    /// </summary>
    private async Task ReconcileAsync(IReadOnlyList<TrackIsrc> batch, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var matches = Match(batch);
        var known = (await store.GetAsync(batch.Select(track => track.Id).ToList(), cancellationToken).ConfigureAwait(false))
            .ToDictionary(match => match.Id);
        var toPublish = matches.Where(match => match.Mbid is not null || known.GetValueOrDefault(match.Id)?.Mbid is not null).ToList();
        if (toPublish.Count > 0)
            await publisher.PublishAsync(toPublish, cancellationToken).ConfigureAwait(false);
        var changed = matches.Where(match => known.GetValueOrDefault(match.Id) != match).ToList();
        if (changed.Count > 0)
            await store.PutAsync(changed, cancellationToken).ConfigureAwait(false);
        metrics.Matched(matches, toPublish.Count, time.GetElapsedTime(started));
    }

    private List<TrackMatch> Match(IReadOnlyList<TrackIsrc> batch)
    {
        var found = recordings.Find(batch.Select(track => track.Isrc).OfType<Isrc>().ToHashSet());
        return batch
            .Select(track => track.Isrc is { } isrc && RecordingChoice.Nearest(found[isrc], track.DurationMs) is { } recording
                ? new TrackMatch(track.Id, isrc, recording.Mbid, ExactConfidence, MatchMethod.IsrcExact)
                : TrackMatch.None(track.Id, track.Isrc))
            .ToList();
    }
}

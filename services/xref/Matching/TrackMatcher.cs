using Microsoft.Extensions.Options;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>
/// Joins tracks and recordings as both come, in whatever order. A batch of tracks is kept, then matched against the dump in
/// force; a new dump is in force first, then matched against the tracks kept. So whichever of the two comes second sees the
/// other. One batch is settled at a time: without that, a batch matched against the old dump could be written after the
/// same tracks were matched against the new one. The gate holds within this process, which is the one that owns the files.
/// </summary>
internal sealed class TrackMatcher(
    IRecordings recordings,
    IMatchableTracks tracks,
    IXrefStore store,
    IMatchPublisher publisher,
    IOptions<XrefOptions> options,
    XrefMetrics metrics,
    TimeProvider time) : IDisposable
{
    private const double ExactConfidence = 1.0;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly int batchTracks = options.Value.RematchBatchTracks;

    /// <summary>Keeps tracks of the catalogue and matches them; each id stands once in the batch.</summary>
    public async Task MatchAsync(IReadOnlyList<TrackIsrc> batch, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await tracks.PutAsync(batch, cancellationToken).ConfigureAwait(false);
            await SettleAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Matches every kept track against the dump in force, in the order of ids, from where an earlier run stopped.</summary>
    /// <returns>Tracks matched in this run, or null when all were before.</returns>
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
                await SettleAsync(batch, cancellationToken).ConfigureAwait(false);
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
    /// Publishes before it stores: a crash between the two is followed by a replay that publishes again, and a match that an
    /// earlier dump gave is still in the store to be taken back.
    /// </summary>
    private async Task SettleAsync(IReadOnlyList<TrackIsrc> batch, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var matches = Match(batch);
        var known = (await store.GetAsync(batch.Select(track => track.Id).ToList(), cancellationToken).ConfigureAwait(false))
            .ToDictionary(match => match.Id);
        var told = matches.Where(match => match.Mbid is not null || known.GetValueOrDefault(match.Id)?.Mbid is not null).ToList();
        if (told.Count > 0)
            await publisher.PublishAsync(told, cancellationToken).ConfigureAwait(false);
        var changed = matches.Where(match => known.GetValueOrDefault(match.Id) != match).ToList();
        if (changed.Count > 0)
            await store.PutAsync(changed, cancellationToken).ConfigureAwait(false);
        metrics.Matched(matches, told.Count, time.GetElapsedTime(began));
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

using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Ingests dumps one at a time: activates a dump, then matches all stored tracks against it. Both steps continue an interrupted run.</summary>
internal sealed class DumpIngestion(
    DumpLoader loader, TrackMatcher matcher, IXrefStore store, XrefMetrics metrics, ILogger<DumpIngestion> logger) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <exception cref="DumpRefusedException">The dump cannot be loaded; the active one stays.</exception>
    public async Task IngestAsync(AnnouncedDump dump, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var loaded = await loader.LoadAsync(dump, cancellationToken).ConfigureAwait(false);
            Report(loaded);
            if (loaded.Outcome != DumpOutcome.Older)
                await RematchAsync(loaded.Header, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task RematchAsync(DumpHeader dump, CancellationToken cancellationToken)
    {
        if (await matcher.RematchAsync(cancellationToken).ConfigureAwait(false) is not { } tracks)
            return;
        var counts = await store.CountByMethodAsync(cancellationToken).ConfigureAwait(false);
        Log.Rematched(logger, tracks, dump.Name, MatchRates.Describe(counts));
    }

    private void Report(LoadedDump loaded)
    {
        var dump = loaded.Header;
        if (loaded.Report is { } report)
        {
            metrics.Loaded(report);
            Log.DumpLoaded(logger, dump.Name, dump.Schema, dump.Timestamp, report.Isrcs, report.Recordings);
        }
        else if (loaded.Outcome == DumpOutcome.Older)
        {
            Log.DumpIsOlder(logger, dump.Name, dump.Timestamp);
        }
    }
}

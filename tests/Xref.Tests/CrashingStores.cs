using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests;

internal sealed class CrashingXrefStore(IXrefStore inner, CrashPoint crash) : IXrefStore
{
    public Task PutAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.PutAsync(matches, cancellationToken));

    public Task<IReadOnlyList<TrackMatch>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        inner.GetAsync(ids, cancellationToken);

    public Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken) => inner.FindByIsrcAsync(isrc, cancellationToken);

    public Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken) => inner.FindByMbidAsync(mbid, cancellationToken);

    public Task<IReadOnlyDictionary<MatchMethod, long>> CountByMethodAsync(CancellationToken cancellationToken) => inner.CountByMethodAsync(cancellationToken);
}

internal sealed class CrashingPublisher(IMatchPublisher inner, CrashPoint crash) : IMatchPublisher
{
    public Task PublishAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.PublishAsync(matches, cancellationToken));
}

internal sealed class CrashingTracks(ITrackIsrcStore inner, CrashPoint crash) : ITrackIsrcStore
{
    public async Task<bool> PutAsync(IReadOnlyList<TrackIsrc> tracks, FileRevision revision, CancellationToken cancellationToken)
    {
        var taken = false;
        await crash.AroundAsync(async () => taken = await inner.PutAsync(tracks, revision, cancellationToken));
        return taken;
    }

    public IReadOnlyList<TrackIsrc> ReadAfter(TrackId? after, int limit) => inner.ReadAfter(after, limit);
}

internal sealed class CrashingRecordings(IRecordings inner, CrashPoint crash) : IRecordings
{
    public DumpHeader? Current() => inner.Current();

    public Task ReplaceAsync(DumpHeader dump, Action<IRecordingWriter> read, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.ReplaceAsync(dump, read, cancellationToken));

    public ILookup<Isrc, Recording> Find(IReadOnlyCollection<Isrc> isrcs) => inner.Find(isrcs);

    public RematchProgress Progress() => inner.Progress();

    public Task SaveProgressAsync(RematchProgress progress, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.SaveProgressAsync(progress, cancellationToken));
}

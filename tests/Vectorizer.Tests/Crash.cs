using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>Simulates a kill at the n-th external effect: earlier effects remain, later ones do not happen.</summary>
internal sealed class Crash(int step)
{
    private int steps;

    public static Crash Never => new(int.MaxValue);

    /// <summary>Counts one step before and one after an effect.</summary>
    public async Task AroundAsync(Func<Task> effect)
    {
        Step();
        await effect();
        Step();
    }

    private void Step()
    {
        if (Interlocked.Increment(ref steps) == step)
            throw new CrashedException();
    }
}

internal sealed class CrashedException : Exception;

/// <summary>Crashes before and after objects are created or deleted, and remembers which were created.</summary>
internal sealed class CrashingArtifactStore(IArtifactStore inner, Crash crash) : IArtifactStore
{
    public List<string> Created { get; } = [];

    public Task<Stream> OpenAsync(ArtifactKey key, ByteRange range, CancellationToken cancellationToken) => inner.OpenAsync(key, range, cancellationToken);

    public Task<bool> CreateAsync(ArtifactKey key, Stream content, CancellationToken cancellationToken) =>
        AroundAsync(key, () => inner.CreateAsync(key, content, cancellationToken));

    public Task<bool> CreateFromFileAsync(ArtifactKey key, string path, CancellationToken cancellationToken) =>
        AroundAsync(key, () => inner.CreateFromFileAsync(key, path, cancellationToken));

    public Task<ArtifactInfo?> FindAsync(ArtifactKey key, CancellationToken cancellationToken) => inner.FindAsync(key, cancellationToken);

    public IAsyncEnumerable<ArtifactInfo> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public async Task<bool> DeleteAsync(ArtifactKey key, CancellationToken cancellationToken)
    {
        var deleted = false;
        await crash.AroundAsync(async () => deleted = await inner.DeleteAsync(key, cancellationToken));
        return deleted;
    }

    private async Task<bool> AroundAsync(ArtifactKey key, Func<Task<bool>> createAsync)
    {
        var created = false;
        await crash.AroundAsync(async () => created = await createAsync());
        if (created)
            Created.Add(key.ToString());
        return created;
    }
}

internal sealed class CrashingVectorIndex(FakeVectorIndex inner, Crash crash) : IVectorIndex, IVectorIndexWriter
{
    public int Dimensions => inner.Dimensions;

    public string IndexName => inner.IndexName;

    public Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.UpsertAsync(points, cancellationToken));

    public Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.DeleteAsync(ids, cancellationToken));

    public Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        inner.GetAsync(ids, cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken) =>
        inner.SearchAsync(queries, cancellationToken);

    public Task<IReadOnlyList<VectorHit>?> SearchTailAsync(VectorQuery query, CancellationToken cancellationToken) => inner.SearchTailAsync(query, cancellationToken);

    public Task RefreshAsync(CancellationToken cancellationToken) => inner.RefreshAsync(cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken) => inner.CountAsync(cancellationToken);
}

internal sealed class CrashingAccessStore(IAccessStore inner, Crash crash) : IAccessStore
{
    public Task MergeAsync(AccessCounts counts, CancellationToken cancellationToken) => crash.AroundAsync(() => inner.MergeAsync(counts, cancellationToken));

    public Task<IReadOnlyList<TrackAccess>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => inner.GetAsync(ids, cancellationToken);

    public Task<IReadOnlyList<TrackAccess>> CandidatesAsync(long minAccesses, TrackAccess? after, int limit, CancellationToken cancellationToken) =>
        inner.CandidatesAsync(minAccesses, after, limit, cancellationToken);

    public Task<IReadOnlyList<TrackId>> PromotedAsync(TrackId? after, int limit, CancellationToken cancellationToken) => inner.PromotedAsync(after, limit, cancellationToken);

    public Task MarkPromotedAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.MarkPromotedAsync(ids, cancellationToken));
}

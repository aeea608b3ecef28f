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

internal sealed class CrashingFeatureStore(IFeatureStore inner, Crash crash) : IFeatureStore
{
    public Task<bool> PutFeaturesAsync(IReadOnlyList<TrackFeatures> rows, FileRevision? revision, CancellationToken cancellationToken) =>
        AroundAsync(() => inner.PutFeaturesAsync(rows, revision, cancellationToken));

    public Task<bool> PutDescriptionsAsync(IReadOnlyList<TrackDescription> rows, FileRevision? revision, CancellationToken cancellationToken) =>
        AroundAsync(() => inner.PutDescriptionsAsync(rows, revision, cancellationToken));

    public Task PutMbidsAsync(IReadOnlyList<TrackMbid> rows, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.PutMbidsAsync(rows, cancellationToken));

    public Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => inner.GetAsync(ids, cancellationToken);

    public Task<long> CountFeaturesAsync(CancellationToken cancellationToken) => inner.CountFeaturesAsync(cancellationToken);

    private async Task<bool> AroundAsync(Func<Task<bool>> putAsync)
    {
        var taken = false;
        await crash.AroundAsync(async () => taken = await putAsync());
        return taken;
    }
}

internal sealed class CrashingVectorIndex(IVectorIndex inner, Crash crash) : IVectorIndex
{
    public int Dimensions => inner.Dimensions;

    public Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.UpsertAsync(points, cancellationToken));

    public Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => inner.DeleteAsync(ids, cancellationToken));

    public Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        inner.GetAsync(ids, cancellationToken);

    public Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken) =>
        inner.SearchAsync(queries, cancellationToken);

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

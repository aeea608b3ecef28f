using SpotifyPlatform.Embedding;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Tiers;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>
/// Stores the parts of tracks that come from three topics, and keeps the vector index consistent with them: after each part is stored, the
/// tracks are read back whole; complete ones in tier A or promoted are written, and ones that fell below tier A are deleted.
/// <para>
/// Parts of one track may arrive concurrently. A lock makes reading back and writing one step, so of two steps the later one reads both
/// parts and no step overwrites the index with older data. Order and repetition of events do not matter for the same reason. The lock
/// holds within one process; several processes would need events keyed by track.
/// </para>
/// </summary>
internal sealed class TrackVectors(
    IFeatureStore store, IVectorIndex index, VectorComposer composer, IAccessStore accesses, TierPolicy tiers, VectorizerMetrics metrics,
    TimeProvider time, ILogger<TrackVectors> logger) : IDisposable
{
    private const string Description = "description";
    private readonly SemaphoreSlim writeLock = new(1, 1);

    public Task PutAsync(IReadOnlyList<TrackDescription> rows, FileRevision revision, CancellationToken cancellationToken) =>
        PutAsync(Description, rows, row => row.Id, () => store.PutDescriptionsAsync(rows, revision, cancellationToken), cancellationToken);

    public Task PutAsync(IReadOnlyList<TrackFeatures> rows, FileRevision revision, CancellationToken cancellationToken) =>
        PutAsync("features", rows, row => row.Id, () => store.PutFeaturesAsync(rows, revision, cancellationToken), cancellationToken);

    public Task PutAsync(IReadOnlyList<TrackMbid> rows, CancellationToken cancellationToken) => PutAsync(
        "mbid",
        rows,
        row => row.Id,
        async () =>
        {
            await store.PutMbidsAsync(rows, cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    /// <summary>Writes the vectors of tracks again from the feature store. Incomplete tracks, and ones neither in tier A nor promoted, are skipped.</summary>
    /// <returns>Points written.</returns>
    public Task<int> RewriteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        WriteVectorsAsync(ids, popularityChanged: false, cancellationToken);

    /// <summary>Writes complete tracks of tier B in the given order and marks them as promoted; others are skipped.</summary>
    /// <param name="limit">Tracks to promote, at most.</param>
    /// <param name="capacity">New points, at most. Points that a run wrote before it crashed are already in the index and take no capacity.</param>
    /// <returns>Tracks promoted, and whether <paramref name="capacity"/> left some out.</returns>
    public async Task<(int Count, bool IsFull)> PromoteAsync(IReadOnlyList<TrackId> ids, int limit, long capacity, CancellationToken cancellationToken)
    {
        using var locked = await LockAsync(cancellationToken).ConfigureAwait(false);
        var eligible = (await store.GetAsync(ids, cancellationToken).ConfigureAwait(false))
            .Where(profile => profile is { Features: not null, Description: { } description } && tiers.IsTierB(description))
            .ToDictionary(profile => profile.Id);
        var indexed = (await index.GetAsync(eligible.Keys, cancellationToken).ConfigureAwait(false)).Select(point => point.Id).ToHashSet();
        var wanted = ids.Where(eligible.ContainsKey).Take(limit).ToList();
        var added = wanted.Where(id => !indexed.Contains(id)).Take((int)Math.Min(capacity, wanted.Count)).ToHashSet();
        var promoted = wanted.Where(id => indexed.Contains(id) || added.Contains(id)).ToList();
        await UpsertAsync(promoted.Select(id => eligible[id]), cancellationToken).ConfigureAwait(false);
        if (promoted.Count > 0)
            await accesses.MarkPromotedAsync(promoted, cancellationToken).ConfigureAwait(false);
        return (promoted.Count, promoted.Count < wanted.Count);
    }

    public void Dispose() => writeLock.Dispose();

    private async Task PutAsync<T>(
        string part, IReadOnlyList<T> rows, Func<T, TrackId> id, Func<Task<bool>> putAsync, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        var started = time.GetTimestamp();
        if (!await putAsync().ConfigureAwait(false))
        {
            metrics.Dropped("superseded", rows.Count);
            return;
        }

        var vectors = await WriteVectorsAsync(rows.Select(id).ToHashSet(), part == Description, cancellationToken).ConfigureAwait(false);
        metrics.Consumed(part, rows.Count, time.GetElapsedTime(started));
        Log.Stored(logger, part, rows.Count, vectors);
    }

    /// <param name="popularityChanged">Whether tracks may have fallen below tier A; nothing else deletes a point.</param>
    private async Task<int> WriteVectorsAsync(IReadOnlyCollection<TrackId> ids, bool popularityChanged, CancellationToken cancellationToken)
    {
        using var locked = await LockAsync(cancellationToken).ConfigureAwait(false);
        var profiles = await store.GetAsync(ids, cancellationToken).ConfigureAwait(false);
        var belowTierA = profiles.Where(profile => profile.Description is { } description && !tiers.IsTierA(description)).Select(profile => profile.Id).ToList();
        var accessed = await accesses.GetAsync(belowTierA, cancellationToken).ConfigureAwait(false);
        var outside = belowTierA.Except(accessed.Where(track => track.PromotedAt is not null).Select(track => track.Id)).ToHashSet();
        if (popularityChanged && outside.Count > 0)
            await index.DeleteAsync(outside, cancellationToken).ConfigureAwait(false);
        return await UpsertAsync(profiles.Where(profile => !outside.Contains(profile.Id)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the tracks that have features and a description.</summary>
    private async Task<int> UpsertAsync(IEnumerable<TrackProfile> profiles, CancellationToken cancellationToken)
    {
        var complete = profiles.Where(profile => profile is { Features: not null, Description: not null }).ToList();
        if (complete.Count > 0)
        {
            var tracks = complete.Select(profile => new DescribedFeatures(profile.Features!, profile.Description)).ToList();
            var vectors = await composer.ComposeAsync(tracks, cancellationToken).ConfigureAwait(false);
            var points = complete.Zip(vectors, (profile, vector) => new VectorPoint(profile.Id, vector, profile.Description!, profile.Mbid));
            await index.UpsertAsync([.. points], cancellationToken).ConfigureAwait(false);
        }

        metrics.Produced(complete.Count);
        return complete.Count;
    }

    private async Task<LockHolder> LockAsync(CancellationToken cancellationToken)
    {
        await writeLock.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new LockHolder(writeLock);
    }

    private readonly struct LockHolder(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}

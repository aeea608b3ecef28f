using SpotifyPlatform.Embedding;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>
/// Gathers what is known of tracks from three topics, and keeps the index in step: after each part is stored, the tracks are read back
/// whole; the complete ones that are in tier A or promoted are written, and a track that has fallen below is taken out.
/// <para>
/// Two parts of one track may come at once. Reading back and writing is therefore one step at a time (the gate): a part is
/// stored before its own step, so of two steps the later one reads both parts, and none writes what it read before the other
/// wrote. The order of events and their repetition do not matter for the same reason. The gate holds within one process;
/// with several, an event's key would have to be its track.
/// </para>
/// </summary>
internal sealed class TrackVectors(
    IFeatureStore store, IVectorIndex index, VectorComposer composer, IAccessStore accesses, TierPolicy tiers, VectorizerMetrics metrics,
    TimeProvider time, ILogger<TrackVectors> logger) : IDisposable
{
    private const string Description = "description";
    private readonly SemaphoreSlim gate = new(1, 1);

    public Task PutAsync(IReadOnlyList<TrackDescription> rows, CancellationToken cancellationToken) =>
        PutAsync(Description, rows, row => row.Id, store.PutDescriptionsAsync, cancellationToken);

    public Task PutAsync(IReadOnlyList<TrackFeatures> rows, CancellationToken cancellationToken) =>
        PutAsync("features", rows, row => row.Id, store.PutFeaturesAsync, cancellationToken);

    public Task PutAsync(IReadOnlyList<TrackMbid> rows, CancellationToken cancellationToken) =>
        PutAsync("mbid", rows, row => row.Id, store.PutMbidsAsync, cancellationToken);

    /// <summary>Writes what the feature store says of tracks again; those that lack a part, or are neither in tier A nor promoted, are passed over.</summary>
    /// <returns>Points written.</returns>
    public Task<int> RewriteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        WriteVectorsAsync(ids, mayLeave: false, cancellationToken);

    /// <summary>Writes tracks below tier A, in their order, and marks them as promoted; those that lack a part or are in tier A are passed over.</summary>
    /// <param name="room">Points that may be new. What stands in the index already, from a run that ended before it marked them, takes none.</param>
    public async Task<(int Count, bool IsFull)> PromoteAsync(IReadOnlyList<TrackId> ids, long room, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken).ConfigureAwait(false);
        var below = (await store.GetAsync(ids, cancellationToken).ConfigureAwait(false))
            .Where(profile => profile is { Features: not null, Description: { } description } && !tiers.IsTierA(description))
            .ToDictionary(profile => profile.Id);
        var standing = (await index.GetAsync(below.Keys, cancellationToken).ConfigureAwait(false)).Select(point => point.Id).ToHashSet();
        var wanted = ids.Where(below.ContainsKey).ToList();
        var added = wanted.Where(id => !standing.Contains(id)).Take((int)Math.Min(room, wanted.Count)).ToHashSet();
        var chosen = wanted.Where(id => standing.Contains(id) || added.Contains(id)).ToList();
        await UpsertAsync(chosen.Select(id => below[id]), cancellationToken).ConfigureAwait(false);
        if (chosen.Count > 0)
            await accesses.MarkPromotedAsync(chosen, cancellationToken).ConfigureAwait(false);
        return (chosen.Count, chosen.Count < wanted.Count);
    }

    public void Dispose() => gate.Dispose();

    private async Task PutAsync<T>(
        string part, IReadOnlyList<T> rows, Func<T, TrackId> id, Func<IReadOnlyList<T>, CancellationToken, Task> put, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        var began = time.GetTimestamp();
        await put(rows, cancellationToken).ConfigureAwait(false);
        var vectors = await WriteVectorsAsync(rows.Select(id).ToHashSet(), part == Description, cancellationToken).ConfigureAwait(false);
        metrics.Consumed(part, rows.Count, time.GetElapsedTime(began));
        Log.Taken(logger, part, rows.Count, vectors);
    }

    /// <param name="mayLeave">Whether the tracks' popularity may have changed; nothing else takes a track out of the index.</param>
    private async Task<int> WriteVectorsAsync(IReadOnlyCollection<TrackId> ids, bool mayLeave, CancellationToken cancellationToken)
    {
        using var turn = await TurnAsync(cancellationToken).ConfigureAwait(false);
        var profiles = await store.GetAsync(ids, cancellationToken).ConfigureAwait(false);
        var below = profiles.Where(profile => profile.Description is { } description && !tiers.IsTierA(description)).Select(profile => profile.Id).ToList();
        var asked = await accesses.GetAsync(below, cancellationToken).ConfigureAwait(false);
        var outside = below.Except(asked.Where(track => track.PromotedAt is not null).Select(track => track.Id)).ToHashSet();
        if (mayLeave && outside.Count > 0)
            await index.DeleteAsync(outside, cancellationToken).ConfigureAwait(false);
        return await UpsertAsync(profiles.Where(profile => !outside.Contains(profile.Id)), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the tracks whose parts are all there.</summary>
    private async Task<int> UpsertAsync(IEnumerable<TrackProfile> profiles, CancellationToken cancellationToken)
    {
        var whole = profiles.Where(profile => profile is { Features: not null, Description: not null }).ToList();
        if (whole.Count > 0)
        {
            var tracks = whole.Select(profile => new DescribedFeatures(profile.Features!, profile.Description)).ToList();
            var vectors = await composer.ComposeAsync(tracks, cancellationToken).ConfigureAwait(false);
            var points = whole.Zip(vectors, (profile, vector) => new VectorPoint(profile.Id, vector, profile.Description!, profile.Mbid));
            await index.UpsertAsync([.. points], cancellationToken).ConfigureAwait(false);
        }

        metrics.Produced(whole.Count);
        return whole.Count;
    }

    private async Task<Turn> TurnAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(gate);
    }

    private readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

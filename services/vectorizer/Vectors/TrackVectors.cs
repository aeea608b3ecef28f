using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>
/// Gathers what is known of tracks from three topics, and keeps the index in step: after each part is stored, the tracks that
/// are complete and in tier A are read back whole and written.
/// <para>
/// Two parts of one track may come at once. Reading back and writing is therefore one step at a time (the gate): a part is
/// stored before its own step, so of two steps the later one reads both parts, and none writes what it read before the other
/// wrote. The order of events and their repetition do not matter for the same reason. The gate holds within one process;
/// with several, an event's key would have to be its track.
/// </para>
/// </summary>
internal sealed class TrackVectors(
    IFeatureStore store, IVectorIndex index, TierPolicy tiers, VectorizerMetrics metrics, TimeProvider time, ILogger<TrackVectors> logger) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);

    public Task PutAsync(IReadOnlyList<TrackDescription> rows, CancellationToken cancellationToken) =>
        PutAsync("description", rows, row => row.Id, store.PutDescriptionsAsync, cancellationToken);

    public Task PutAsync(IReadOnlyList<TrackFeatures> rows, CancellationToken cancellationToken) =>
        PutAsync("features", rows, row => row.Id, store.PutFeaturesAsync, cancellationToken);

    public Task PutAsync(IReadOnlyList<TrackMbid> rows, CancellationToken cancellationToken) =>
        PutAsync("mbid", rows, row => row.Id, store.PutMbidsAsync, cancellationToken);

    public void Dispose() => gate.Dispose();

    private async Task PutAsync<T>(
        string part, IReadOnlyList<T> rows, Func<T, TrackId> id, Func<IReadOnlyList<T>, CancellationToken, Task> put, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
            return;
        var began = time.GetTimestamp();
        await put(rows, cancellationToken).ConfigureAwait(false);
        var vectors = await WriteVectorsAsync(rows.Select(id).ToHashSet(), cancellationToken).ConfigureAwait(false);
        metrics.Consumed(part, rows.Count, time.GetElapsedTime(began));
        Log.Taken(logger, part, rows.Count, vectors);
    }

    private async Task<int> WriteVectorsAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var profiles = await store.GetAsync(ids, cancellationToken).ConfigureAwait(false);
            var points = profiles.Select(Point).OfType<VectorPoint>().ToList();
            if (points.Count > 0)
                await index.UpsertAsync(points, cancellationToken).ConfigureAwait(false);
            metrics.Produced(points.Count);
            return points.Count;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The track's point, or null while a part is missing or where the track is not popular enough.</summary>
    private VectorPoint? Point(TrackProfile profile) =>
        profile is { Features: { } features, Description: { } description } && tiers.IsTierA(description.Popularity)
            ? new VectorPoint(profile.Id, FeatureVector.From(features, description.Popularity), description, profile.Mbid)
            : null;
}

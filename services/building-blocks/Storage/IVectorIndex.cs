using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Points searched by cosine. Idempotent by track id.</summary>
public interface IVectorIndex
{
    /// <summary>Numbers in every vector: <see cref="FeatureVector.Dimensions"/>, or what hybrid vectors have.</summary>
    int Dimensions { get; }

    /// <summary>Adds or replaces points; they are durable and searchable when the task completes.</summary>
    /// <exception cref="ArgumentException">A vector is not as many finite numbers as the index has dimensions; nothing is written.</exception>
    Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken);

    /// <summary>Takes points out; ids that are not in the index are no error.</summary>
    Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>The known points among those asked for, in no order.</summary>
    Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>The nearest points of each query, in the order of the queries.</summary>
    /// <exception cref="ArgumentException">A query is malformed, see <see cref="VectorQuery.EnsureValid"/>.</exception>
    Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken);

    Task<long> CountAsync(CancellationToken cancellationToken);
}

/// <param name="Vector">Finite numbers, as many as the index has dimensions.</param>
/// <param name="Payload">Carried with the point for filters and display.</param>
public sealed record VectorPoint(TrackId Id, float[] Vector, TrackDescription Payload, Mbid? Mbid)
{
    /// <exception cref="ArgumentException">The vector is not that many finite numbers.</exception>
    public void EnsureValid(int dimensions)
    {
        if (Vector.Length != dimensions || !Vector.All(float.IsFinite))
            throw new ArgumentException($"The vector of {Id} is not {dimensions} finite numbers.");
    }
}

/// <param name="Score">See <see cref="Cosine.Of"/>.</param>
/// <param name="Vector">The hit's own, for explanations.</param>
public sealed record VectorHit(TrackId Id, double Score, float[] Vector, TrackDescription Payload, Mbid? Mbid);

public static class VectorIndexSearching
{
    /// <summary>The nearest points of one query.</summary>
    /// <inheritdoc cref="IVectorIndex.SearchAsync"/>
    public static async Task<IReadOnlyList<VectorHit>> SearchAsync(this IVectorIndex index, VectorQuery query, CancellationToken cancellationToken) =>
        (await index.SearchAsync([query], cancellationToken).ConfigureAwait(false))[0];
}

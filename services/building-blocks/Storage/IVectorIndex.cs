using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Vectors of tracks, searched by cosine: those of table vectors, and those of promoted tracks.</summary>
public interface IVectorIndex
{
    /// <summary>Dimensions of every vector: <see cref="FeatureVector.Dimensions"/>, or more for hybrid vectors.</summary>
    int Dimensions { get; }

    /// <summary>The known points among the given ids, unordered.</summary>
    Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>The nearest points of each query, in the order of the queries.</summary>
    /// <exception cref="ArgumentException">A query is invalid, see <see cref="VectorQuery.EnsureValid"/>.</exception>
    /// <exception cref="TableNotBuiltException">An index over table vectors has no table yet, nor a promoted track.</exception>
    Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken);

    /// <summary>
    /// The nearest points among those that are not in table vectors, to be merged with results that were computed from the table alone; null where the index
    /// does not tell them apart.
    /// </summary>
    /// <inheritdoc cref="SearchAsync" path="/exception"/>
    Task<IReadOnlyList<VectorHit>?> SearchTailAsync(VectorQuery query, CancellationToken cancellationToken);

    Task<long> CountAsync(CancellationToken cancellationToken);

    /// <summary>Takes up the current generation of the table and the promoted tracks now, rather than within a minute.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}

/// <summary>An index of another process, which has to be told what the table holds. Idempotent by track id.</summary>
public interface IVectorIndexWriter
{
    /// <summary>Engine, address and collection; identifies the index in records of loads.</summary>
    string IndexName { get; }

    /// <summary>Adds or replaces points; they are durable and searchable when the task completes.</summary>
    /// <exception cref="ArgumentException">A vector has other dimensions or a number that is not finite; nothing is written.</exception>
    Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken);

    /// <summary>Deletes points; unknown ids are ignored.</summary>
    Task DeleteAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);
}

/// <param name="Vector">Finite numbers, one per dimension of the index.</param>
/// <param name="Payload">Stored with the point for filters and display.</param>
public sealed record VectorPoint(TrackId Id, float[] Vector, TrackDescription Payload, Mbid? Mbid)
{
    /// <exception cref="ArgumentException">The vector has other dimensions or a number that is not finite.</exception>
    public void EnsureValid(int dimensions)
    {
        if (Vector.Length != dimensions || !Vector.All(float.IsFinite))
            throw new ArgumentException($"The vector of track {Id} must have {dimensions} finite numbers.");
    }
}

/// <param name="Score">See <see cref="Cosine.Of"/>.</param>
/// <param name="Vector">The vector of the hit, for explanations.</param>
public sealed record VectorHit(TrackId Id, double Score, float[] Vector, TrackDescription Payload, Mbid? Mbid);

public static class VectorIndexSearching
{
    /// <summary>The nearest points of one query.</summary>
    /// <inheritdoc cref="IVectorIndex.SearchAsync"/>
    public static async Task<IReadOnlyList<VectorHit>> SearchAsync(this IVectorIndex index, VectorQuery query, CancellationToken cancellationToken) =>
        (await index.SearchAsync([query], cancellationToken).ConfigureAwait(false))[0];
}

using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Searches for the points with the highest <see cref="Cosine"/>, best first, ties by id.</summary>
/// <param name="Vector">Finite numbers. A vector that is zero under the weights finds nothing; a point that is zero under the weights is never found.</param>
/// <param name="Limit">Maximum number of hits, at least 0.</param>
public sealed record VectorQuery(float[] Vector, int Limit)
{
    /// <summary>A track that is excluded, usually the seed.</summary>
    public TrackId? Except { get; init; }

    /// <summary>One weight per dimension, finite and at least 0; 0 masks a dimension, null means all 1.</summary>
    public float[]? Weights { get; init; }

    public VectorFilter? Filter { get; init; }

    /// <exception cref="ArgumentException">The vector or the weights have other dimensions or a number out of range, or the limit is negative.</exception>
    public void EnsureValid(int dimensions)
    {
        if (Vector.Length != dimensions || !Vector.All(float.IsFinite))
            throw new ArgumentException($"The vector of a query must have {dimensions} finite numbers.");
        if (Weights is { } weights && (weights.Length != dimensions || !weights.All(w => float.IsFinite(w) && w >= 0)))
            throw new ArgumentException($"The weights of a query must be {dimensions} finite numbers of at least 0.");
        if (Limit < 0)
            throw new ArgumentException($"The limit of a query must be at least 0; it is {Limit}.");
    }
}

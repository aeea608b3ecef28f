using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Asks for the points of the highest <see cref="Cosine"/>, best first; equal scores in the order of their ids.</summary>
/// <param name="Vector">Finite numbers; a vector that is zero under the weights finds nothing, and a point that is so is never found.</param>
/// <param name="Limit">At most this many hits, at least 0.</param>
public sealed record VectorQuery(float[] Vector, int Limit)
{
    /// <summary>The seed itself, left out of its neighbours.</summary>
    public TrackId? Except { get; init; }

    /// <summary>One a dimension, finite and at least 0; 0 masks a dimension, null is all 1.</summary>
    public float[]? Weights { get; init; }

    public VectorFilter? Filter { get; init; }

    /// <exception cref="ArgumentException">The vector or the weights are not that many numbers of their range, or the limit is negative.</exception>
    public void EnsureValid(int dimensions)
    {
        if (Vector.Length != dimensions || !Vector.All(float.IsFinite))
            throw new ArgumentException($"A query is {dimensions} finite numbers.");
        if (Weights is { } weights && (weights.Length != dimensions || !weights.All(w => float.IsFinite(w) && w >= 0)))
            throw new ArgumentException($"The weights of a query are {dimensions} finite numbers of at least 0.");
        if (Limit < 0)
            throw new ArgumentException($"A query asks for at least 0 hits, not for {Limit}.");
    }
}

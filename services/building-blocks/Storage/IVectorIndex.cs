using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Points of <see cref="FeatureVector.Dimensions"/> numbers, searched by cosine. Idempotent by track id.</summary>
public interface IVectorIndex
{
    /// <summary>Adds or replaces points; they are searchable when the task completes.</summary>
    Task UpsertAsync(IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken);

    /// <summary>The nearest points, best first; equal scores in the order of their ids.</summary>
    /// <param name="query">13 numbers; a zero vector finds nothing.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="except">The seed itself, left out of its neighbours.</param>
    Task<IReadOnlyList<VectorHit>> SearchAsync(float[] query, int limit, TrackId? except, CancellationToken cancellationToken);

    Task<long> CountAsync(CancellationToken cancellationToken);
}

/// <param name="Vector">13 numbers, each 0 to 1, see <see cref="FeatureVector"/>.</param>
/// <param name="Payload">Carried with the point for filters and display.</param>
public sealed record VectorPoint(TrackId Id, float[] Vector, TrackDescription Payload, Mbid? Mbid);

/// <param name="Score">Cosine, -1 to 1.</param>
public sealed record VectorHit(TrackId Id, double Score, TrackDescription Payload, Mbid? Mbid);

using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Precomputed nearest neighbours, of the vectors that are current.</summary>
public interface INeighbourStore
{
    /// <summary>The neighbours of a seed; null where none were computed of the current vectors.</summary>
    Task<SeedNeighbours?> GetAsync(TrackId seed, CancellationToken cancellationToken);

    /// <summary>Number of seeds.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);
}

/// <param name="Neighbours">Best first: the first has rank 1.</param>
public sealed record SeedNeighbours(TrackId Seed, IReadOnlyList<Neighbour> Neighbours);

/// <param name="Score">See <see cref="Cosine.Of"/>.</param>
public sealed record Neighbour(TrackId Id, double Score);

using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Precomputed nearest neighbours. Idempotent by seed.</summary>
public interface INeighbourStore
{
    /// <summary>Replaces the neighbours of seeds; the time of computation is now.</summary>
    Task PutAsync(IReadOnlyList<SeedNeighbours> seeds, CancellationToken cancellationToken);

    /// <summary>The neighbours of a seed, or null.</summary>
    Task<SeedNeighbours?> GetAsync(TrackId seed, CancellationToken cancellationToken);

    /// <summary>The seeds that were computed at or after a time.</summary>
    Task<IReadOnlySet<TrackId>> ComputedSinceAsync(DateTimeOffset since, IReadOnlyCollection<TrackId> seeds, CancellationToken cancellationToken);

    /// <summary>Number of computed seeds.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken);
}

/// <param name="Neighbours">Best first: the first has rank 1.</param>
public sealed record SeedNeighbours(TrackId Seed, IReadOnlyList<Neighbour> Neighbours)
{
    /// <summary>In whole milliseconds; set by the store.</summary>
    public DateTimeOffset ComputedAt { get; init; }
}

/// <param name="Score">See <see cref="Cosine.Of"/>.</param>
public sealed record Neighbour(TrackId Id, double Score);

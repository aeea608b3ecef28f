using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Nearest tracks that were computed before anybody asks. Idempotent by seed.</summary>
public interface INeighbourStore
{
    /// <summary>Puts the neighbours of seeds, computed now, in the place of earlier ones.</summary>
    Task PutAsync(IReadOnlyList<SeedNeighbours> seeds, CancellationToken cancellationToken);

    /// <summary>A seed's neighbours; null where none were computed.</summary>
    Task<SeedNeighbours?> GetAsync(TrackId seed, CancellationToken cancellationToken);

    /// <summary>Which of the seeds were computed at a time or after it.</summary>
    Task<IReadOnlySet<TrackId>> ComputedSinceAsync(DateTimeOffset since, IReadOnlyCollection<TrackId> seeds, CancellationToken cancellationToken);

    /// <summary>Seeds that have been computed.</summary>
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

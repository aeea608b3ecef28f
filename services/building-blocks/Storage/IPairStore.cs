using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Tracks that share playlists. A mining run replaces the pairs of all earlier ones at once.</summary>
public interface IPairStore
{
    /// <summary>Replaces every pair in one step: readers see the old pairs or the new ones.</summary>
    Task ReplaceAllAsync(IEnumerable<TrackPair> pairs, CancellationToken cancellationToken);

    /// <summary>A track's pairs, best score first, then higher count, then the other track's id.</summary>
    Task<IReadOnlyList<TrackPair>> TopAsync(TrackId track, int limit, CancellationToken cancellationToken);

    /// <summary>The pair of two tracks, in whatever order they are named, or null.</summary>
    Task<TrackPair?> FindAsync(TrackId first, TrackId second, CancellationToken cancellationToken);

    /// <summary>Shows every pair in the order (A, B), from one consistent view.</summary>
    Task ReadAllAsync(Action<TrackPair> visit, CancellationToken cancellationToken);

    Task<long> CountAsync(CancellationToken cancellationToken);
}

/// <summary>A pair, stored once, the lower id first. The marginals make every measure derivable.</summary>
/// <param name="Count">Playlists that hold both.</param>
/// <param name="CountA">Playlists that hold A.</param>
/// <param name="CountB">Playlists that hold B.</param>
/// <param name="Pmi">Bits, see <see cref="PairScore.Pmi"/>.</param>
/// <param name="Jaccard">0 to 1.</param>
public sealed record TrackPair(TrackId A, TrackId B, long Count, long CountA, long CountB, double Pmi, double Jaccard)
{
    public double Score => PairScore.Rank(Pmi, Jaccard);

    public TrackId Other(TrackId track) => track == A ? B : A;
}

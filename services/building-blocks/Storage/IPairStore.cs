using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>Pairs of tracks that share playlists, to be read; the miner's table replaces all of them at once. A pair that either track lists is stored.</summary>
public interface IPairStore
{
    /// <summary>A track's own pairs: best score first, then higher count, then the other track's id.</summary>
    Task<IReadOnlyList<TrackPair>> TopAsync(TrackId track, int limit, CancellationToken cancellationToken);

    /// <summary>The pair of two tracks, in any order, or null.</summary>
    Task<TrackPair?> FindAsync(TrackId first, TrackId second, CancellationToken cancellationToken);

    /// <summary>Visits every pair in the order (A, B), in one consistent snapshot.</summary>
    Task ReadAllAsync(Action<TrackPair> visit, CancellationToken cancellationToken);

    Task<long> CountAsync(CancellationToken cancellationToken);
}

/// <summary>A pair, with the lower id first. All measures are derived from the counts.</summary>
/// <param name="Count">Playlists that contain both tracks.</param>
/// <param name="CountA">Playlists that contain A.</param>
/// <param name="CountB">Playlists that contain B.</param>
/// <param name="Pmi">Bits, see <see cref="PairScore.Pmi"/>.</param>
/// <param name="Jaccard">0 to 1.</param>
public sealed record TrackPair(TrackId A, TrackId B, long Count, long CountA, long CountB, double Pmi, double Jaccard)
{
    public double Score => PairScore.Rank(Pmi, Jaccard);

    public TrackId Other(TrackId track) => track == A ? B : A;
}

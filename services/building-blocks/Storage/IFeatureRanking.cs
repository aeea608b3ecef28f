using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>
/// The tracks that have features, by popularity, for choosing tiers and precomputing neighbours. Each call scans all rows, so it is for jobs, not for
/// requests.
/// </summary>
public interface IFeatureRanking
{
    /// <summary>Number of tracks with features per popularity, 0 to 100: 101 counts. Tracks without a description are not counted.</summary>
    Task<IReadOnlyList<long>> CountByPopularityAsync(CancellationToken cancellationToken);

    /// <summary>The most popular tracks with features, most popular first, then by id.</summary>
    Task<IReadOnlyList<TrackId>> MostPopularAsync(int limit, CancellationToken cancellationToken);
}

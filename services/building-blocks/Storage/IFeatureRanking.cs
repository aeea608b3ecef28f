using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>
/// The tracks that have features, by popularity: what tiers are chosen and neighbours precomputed by. Each question reads every
/// row, so it is for jobs, not for requests.
/// </summary>
public interface IFeatureRanking
{
    /// <summary>Tracks with features of each popularity, 0 to 100: 101 counts. A track without a description is not counted.</summary>
    Task<IReadOnlyList<long>> CountByPopularityAsync(CancellationToken cancellationToken);

    /// <summary>The most popular tracks with features, most popular first, then in the order of their ids.</summary>
    Task<IReadOnlyList<TrackId>> MostPopularAsync(int limit, CancellationToken cancellationToken);
}

namespace SpotifyPlatform.Storage;

/// <summary>The tracks that have features, by popularity, for choosing tiers.</summary>
public interface IFeatureRanking
{
    /// <summary>Number of tracks with features per popularity, 0 to 100: 101 counts. Tracks that are not in the catalogue are not counted.</summary>
    Task<IReadOnlyList<long>> CountByPopularityAsync(CancellationToken cancellationToken);
}

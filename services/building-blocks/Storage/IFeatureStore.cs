using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>What is known of tracks: features, description, MBID.</summary>
public interface IFeatureStore
{
    /// <summary>The known tracks among the given ids, unordered; missing parts are null.</summary>
    /// <exception cref="TableNotBuiltException">There are no features or no catalogue yet.</exception>
    Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);
}

/// <summary>Display and filter attributes of a track.</summary>
/// <param name="Artist">The artists' names in order, joined by ", ".</param>
/// <param name="Popularity">0 to 100, to select and order by; 0 where it is unknown.</param>
/// <param name="Year">Release year.</param>
/// <param name="Genres">Distinct, in ordinal order.</param>
public sealed record TrackDescription(
    TrackId Id, string Title, string Artist, int Popularity, int? Year, Isrc? Isrc, IReadOnlyList<string> Genres)
{
    public bool Explicit { get; init; }

    public bool IsPopularityUnknown { get; init; }

    /// <summary>0 to 100, or null.</summary>
    public int? KnownPopularity => IsPopularityUnknown ? null : Popularity;

    /// <summary>In the order of their names in <see cref="Artist"/>.</summary>
    public IReadOnlyList<ArtistId> ArtistIds { get; init; } = [];
}

public sealed record TrackProfile(TrackId Id, AudioFeatures? Features, TrackDescription? Description, Mbid? Mbid)
{
    /// <summary>Origin of the features; null without features.</summary>
    public FeatureProvenance? Provenance { get; init; }

    /// <summary>Since when the features are served; null without features.</summary>
    public DateTimeOffset? CachedAt { get; init; }
}

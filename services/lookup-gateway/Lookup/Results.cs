using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>What found the similar tracks.</summary>
public enum ResultSource
{
    VectorIndex,
    Precomputed,
}

/// <param name="Match">Null until xref has processed the track.</param>
/// <param name="IsEnriched">Whether the Web API says something of it.</param>
public sealed record TrackResult(CatalogTrack Track, TrackMatch? Match, bool IsEnriched);

/// <param name="Popularity">0 to 100, or null.</param>
/// <param name="FetchedAt">When the Web API answered; null where it was not asked.</param>
public sealed record ArtistResult(
    ArtistId Id, string Name, IReadOnlyList<string> Genres, int? Popularity, long? Followers, IReadOnlyList<WebApiImage> Images, DateTimeOffset? FetchedAt);

/// <param name="Vector">13 numbers, see <see cref="FeatureVector"/>; an unknown value is 0.</param>
/// <param name="Known">Which of the 13 values are known.</param>
public sealed record FeaturesResult(TrackId Id, AudioFeatures Features, IReadOnlyList<float> Vector, IReadOnlyList<bool> Known)
{
    /// <summary>Source of the features.</summary>
    public FeatureProvenance? Provenance { get; init; }

    /// <summary>Since when the features are served.</summary>
    public DateTimeOffset? CachedAt { get; init; }
}

/// <param name="Others">The other tracks that are in the catalogue.</param>
public sealed record CooccurringResult(TrackId Id, IReadOnlyList<TrackPair> Pairs, IReadOnlyDictionary<TrackId, CatalogTrack> Others);

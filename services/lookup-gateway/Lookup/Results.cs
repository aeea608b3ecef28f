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
public sealed record TrackResult(CatalogTrack Track, TrackMatch? Match);

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

using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>Which store answered.</summary>
public enum AnswerSource
{
    Catalog,
    FeatureStore,
    VectorIndex,
    Precomputed,
}

/// <param name="Match">Null until the cross-reference has seen the track.</param>
public sealed record TrackAnswer(CatalogTrack Track, AnswerSource Source, TrackMatch? Match);

/// <param name="Vector">13 numbers, see <see cref="FeatureVector"/>; an unknown value is 0.</param>
/// <param name="Known">Which of the 13 values are known.</param>
public sealed record FeaturesAnswer(TrackId Id, AudioFeatures Features, IReadOnlyList<float> Vector, IReadOnlyList<bool> Known)
{
    /// <summary>Where the features came from.</summary>
    public FeatureProvenance? Provenance { get; init; }

    /// <summary>When they were stored.</summary>
    public DateTimeOffset? CachedAt { get; init; }
}

/// <param name="Names">Titles and artists of the other tracks, where known.</param>
public sealed record CooccurringAnswer(TrackId Id, IReadOnlyList<TrackPair> Pairs, IReadOnlyDictionary<TrackId, TrackDescription> Names);

using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>Which store answered.</summary>
public enum AnswerSource
{
    Catalogue,
    FeatureStore,
}

/// <param name="Match">Null until the cross-reference has seen the track.</param>
public sealed record TrackAnswer(CatalogueTrack Track, AnswerSource Source, TrackMatch? Match);

/// <param name="Vector">13 numbers; empty while the popularity is unknown.</param>
public sealed record FeaturesAnswer(TrackId Id, AudioFeatures Features, IReadOnlyList<float> Vector);

public sealed record SimilarAnswer(TrackId Id, IReadOnlyList<VectorHit> Hits);

/// <param name="Names">Titles and artists of the other tracks, where known.</param>
public sealed record CooccurringAnswer(TrackId Id, IReadOnlyList<TrackPair> Pairs, IReadOnlyDictionary<TrackId, TrackDescription> Names);

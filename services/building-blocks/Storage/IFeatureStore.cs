using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>
/// The known parts of tracks (features, description, MBID), collected from several topics in any order. Writes are idempotent by track id and do not
/// change other parts.
/// </summary>
public interface IFeatureStore
{
    /// <param name="revision">Of the file that the rows are from; null for rows of no file.</param>
    /// <returns>False when rows of a newer revision were put before: an older one replaces nothing.</returns>
    Task<bool> PutFeaturesAsync(IReadOnlyList<TrackFeatures> rows, FileRevision? revision, CancellationToken cancellationToken);

    /// <inheritdoc cref="PutFeaturesAsync"/>
    Task<bool> PutDescriptionsAsync(IReadOnlyList<TrackDescription> rows, FileRevision? revision, CancellationToken cancellationToken);

    Task PutMbidsAsync(IReadOnlyList<TrackMbid> rows, CancellationToken cancellationToken);

    /// <summary>The known tracks among the given ids, unordered; missing parts are null.</summary>
    Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Number of tracks that have features.</summary>
    Task<long> CountFeaturesAsync(CancellationToken cancellationToken);
}

public sealed record TrackFeatures(TrackId Id, AudioFeatures Features, FeatureProvenance Provenance);

/// <param name="Mbid">Null when a newer dump no longer has the match: the stored one is deleted.</param>
public sealed record TrackMbid(TrackId Id, Mbid? Mbid);

/// <summary>Display and filter attributes of a track.</summary>
/// <param name="Artist">The artists' names in order, joined by ", ".</param>
/// <param name="Popularity">0 to 100.</param>
/// <param name="Year">Release year.</param>
/// <param name="Genres">Distinct, in ordinal order.</param>
public sealed record TrackDescription(
    TrackId Id, string Title, string Artist, int Popularity, int? Year, Isrc? Isrc, IReadOnlyList<string> Genres)
{
    public bool Explicit { get; init; }

    /// <summary>In the order of their names in <see cref="Artist"/>.</summary>
    public IReadOnlyList<ArtistId> ArtistIds { get; init; } = [];
}

public sealed record TrackProfile(TrackId Id, AudioFeatures? Features, TrackDescription? Description, Mbid? Mbid)
{
    /// <summary>Origin of the features; null without features.</summary>
    public FeatureProvenance? Provenance { get; init; }

    /// <summary>When the features were last changed, in whole milliseconds; null without features.</summary>
    public DateTimeOffset? CachedAt { get; init; }
}

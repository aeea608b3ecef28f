using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>
/// What is known of a track beside its identity, gathered from several topics in any order. Every write is idempotent by
/// track id and leaves the other parts of the row as they are.
/// </summary>
public interface IFeatureStore
{
    Task PutFeaturesAsync(IReadOnlyList<TrackFeatures> rows, CancellationToken cancellationToken);

    Task PutDescriptionsAsync(IReadOnlyList<TrackDescription> rows, CancellationToken cancellationToken);

    Task PutMbidsAsync(IReadOnlyList<TrackMbid> rows, CancellationToken cancellationToken);

    /// <summary>The known tracks among those asked for, in no order; parts not yet seen are null.</summary>
    Task<IReadOnlyList<TrackProfile>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Tracks that have features.</summary>
    Task<long> CountFeaturesAsync(CancellationToken cancellationToken);
}

public sealed record TrackFeatures(TrackId Id, AudioFeatures Features, FeatureProvenance Provenance);

/// <param name="Mbid">Null when a newer dump no longer has the match: the stored one is taken away.</param>
public sealed record TrackMbid(TrackId Id, Mbid? Mbid);

/// <summary>What people see of a track, and what filters use.</summary>
/// <param name="Artist">The artists' names in order, joined by ", ".</param>
/// <param name="Popularity">0 to 100.</param>
/// <param name="Year">Of the release.</param>
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
    /// <summary>Where the features came from; null without features.</summary>
    public FeatureProvenance? Provenance { get; init; }

    /// <summary>When the features were stored as they are, in whole milliseconds; null without features.</summary>
    public DateTimeOffset? CachedAt { get; init; }
}

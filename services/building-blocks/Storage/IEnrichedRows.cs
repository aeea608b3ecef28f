using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>
/// What the Web API says of tracks and artists: this process's own copy of the live rows of spotify-api-enricher. A row of a later answer wins; what
/// it does not know, such as genres, stays as it was known.
/// </summary>
public interface IEnrichedRows
{
    /// <summary>Repetition does not matter.</summary>
    /// <param name="tracks">With ids that are Spotify's.</param>
    Task SaveAsync(IReadOnlyCollection<TrackEnriched> tracks, CancellationToken cancellationToken);

    /// <summary>Repetition does not matter.</summary>
    /// <param name="artists">With ids that are Spotify's.</param>
    Task SaveAsync(IReadOnlyCollection<ArtistEnriched> artists, CancellationToken cancellationToken);

    /// <summary>The known tracks among the given ids, unordered.</summary>
    Task<IReadOnlyList<WebApiTrack>> FindTracksAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>The known artists among the given ids, unordered.</summary>
    Task<IReadOnlyList<WebApiArtist>> FindArtistsAsync(IReadOnlyCollection<ArtistId> ids, CancellationToken cancellationToken);

    /// <summary>The artists that were asked for by a name, or have it: the lowest id of each.</summary>
    Task<IReadOnlyDictionary<string, WebApiArtist>> FindByNameAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);
}

/// <summary>What the Web API says of a track; null, or no artists, where it says nothing.</summary>
/// <param name="ReleaseDate">YYYY, YYYY-MM or YYYY-MM-DD.</param>
/// <param name="Popularity">0 to 100; not comparable over time.</param>
public sealed record WebApiTrack(
    TrackId Id, string? Name, IReadOnlyList<CatalogArtist> Artists, string? Album, string? ReleaseDate, Isrc? Isrc, int? Popularity, long? DurationMs, bool? Explicit,
    DateTimeOffset FetchedAt);

/// <summary>What the Web API says of an artist; null, or no genres and images, where it says nothing.</summary>
/// <param name="Popularity">0 to 100; not comparable over time.</param>
public sealed record WebApiArtist(
    ArtistId Id, string? Name, IReadOnlyList<string> Genres, int? Popularity, long? Followers, IReadOnlyList<WebApiImage> Images, DateTimeOffset FetchedAt);

/// <param name="Width">Pixels, or null.</param>
/// <param name="Height">Pixels, or null.</param>
public sealed record WebApiImage(string Url, int? Width, int? Height);

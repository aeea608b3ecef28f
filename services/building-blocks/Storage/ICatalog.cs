using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage;

/// <summary>The data set's catalogue of all tracks, read only.</summary>
public interface ICatalog
{
    /// <summary>The tracks that exist, unordered.</summary>
    /// <exception cref="TableNotBuiltException">There is no catalogue yet.</exception>
    ValueTask<IReadOnlyList<CatalogTrack>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);
}

/// <param name="Artists">In the order of the data set's rows.</param>
/// <param name="Album">Its name; empty where it is unknown.</param>
/// <param name="ReleaseDate">YYYY, YYYY-MM or YYYY-MM-DD.</param>
/// <param name="Popularity">0 to 100, or null.</param>
/// <param name="DurationMs">Milliseconds, or null.</param>
/// <param name="Explicit">Null where it is unknown.</param>
/// <param name="Genres">Distinct, in ordinal order.</param>
public sealed record CatalogTrack(
    TrackId Id,
    string Name,
    IReadOnlyList<CatalogArtist> Artists,
    string Album,
    string ReleaseDate,
    Isrc? Isrc,
    int? Popularity,
    long? DurationMs,
    bool? Explicit,
    IReadOnlyList<string> Genres);

public sealed record CatalogArtist(ArtistId Id, string Name);

using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>The data set's catalogue of all tracks, read only.</summary>
public interface ICatalog
{
    /// <summary>The requested tracks that exist, unordered; none before the catalogue is available.</summary>
    Task<IReadOnlyList<CatalogTrack>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Tracks with this ISRC, most popular first, then by id.</summary>
    Task<IReadOnlyList<TrackId>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken);
}

/// <param name="Artists">In the order of the data set's rows.</param>
/// <param name="ReleaseDate">YYYY, YYYY-MM or YYYY-MM-DD.</param>
/// <param name="Popularity">0 to 100.</param>
public sealed record CatalogTrack(
    TrackId Id,
    string Name,
    IReadOnlyList<CatalogArtist> Artists,
    string Album,
    string ReleaseDate,
    Isrc? Isrc,
    int Popularity,
    long? DurationMs,
    bool Explicit,
    IReadOnlyList<string> Genres);

public sealed record CatalogArtist(TrackId? Id, string Name);

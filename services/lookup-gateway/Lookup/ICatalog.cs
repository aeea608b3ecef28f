using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>The cold catalogue: every track of the data set, read only.</summary>
public interface ICatalog
{
    /// <summary>The known tracks among those asked for, in no order; none while no catalogue stands ready.</summary>
    Task<IReadOnlyList<CatalogTrack>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken);

    /// <summary>Tracks with this ISRC, most popular first, then in the order of their ids.</summary>
    Task<IReadOnlyList<TrackId>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken);
}

/// <param name="Artists">In the source's order of insertion.</param>
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

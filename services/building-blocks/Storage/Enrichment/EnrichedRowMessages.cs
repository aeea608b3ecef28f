using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Enrichment;

/// <summary>Reads the messages of the Web API's rows.</summary>
public static class EnrichedRowMessages
{
    public static WebApiTrack ToRow(this TrackEnriched message) => new(
        TrackId.Parse(message.TrackId),
        OrNull(message.Name),
        [.. message.Artists.Select(artist => ArtistId.TryParse(artist.ArtistId, out var id) ? new CatalogArtist(id, artist.Name) : null).OfType<CatalogArtist>()],
        OrNull(message.AlbumName),
        OrNull(message.ReleaseDate),
        Isrc.TryParse(message.Isrc, out var isrc) ? isrc : null,
        message.HasPopularity ? message.Popularity : null,
        message.HasDurationMs ? message.DurationMs : null,
        message.HasExplicit ? message.Explicit : null,
        DateTimeOffset.FromUnixTimeMilliseconds(message.FetchedAtMs));

    public static WebApiArtist ToRow(this ArtistEnriched message) => new(
        ArtistId.Parse(message.ArtistId),
        OrNull(message.Name),
        message.Genres,
        message.HasPopularity ? message.Popularity : null,
        message.HasFollowers ? message.Followers : null,
        [.. message.Images.Select(image => new WebApiImage(image.Url, image.HasWidth ? image.Width : null, image.HasHeight ? image.Height : null))],
        DateTimeOffset.FromUnixTimeMilliseconds(message.FetchedAtMs));

    private static string? OrNull(string text) => text.Length > 0 ? text : null;
}

using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher.Consumers;

/// <summary>Enriched tracks and artists as other services get them.</summary>
internal static class EnrichedMessages
{
    private const int MaxText = 1000;

    public static ArtistEnriched Of(EnrichedArtist artist)
    {
        var message = new ArtistEnriched { ArtistId = artist.Id, Name = Short(artist.Name), FetchedAtMs = Ms(artist.EnrichedAt) };
        message.RequestedNames.AddRange(artist.Names);
        message.Genres.AddRange(artist.Genres);
        if (artist.Popularity is { } popularity)
            message.Popularity = (int)popularity;
        if (artist.Followers is { } followers)
            message.Followers = followers;
        using var images = JsonDocument.Parse(artist.ImagesJson);
        message.Images.AddRange(images.RootElement.EnumerateArray().Select(ToImage));
        return message;
    }

    public static TrackEnriched Of(EnrichedTrack track)
    {
        var message = new TrackEnriched
        {
            TrackId = track.Id, Name = Short(track.Name), AlbumId = track.AlbumId ?? "", AlbumName = Short(track.AlbumName), ReleaseDate = track.ReleaseDate ?? "",
            Isrc = track.Isrc ?? "", FetchedAtMs = Ms(track.EnrichedAt),
        };
        message.Artists.AddRange(track.Artists.Select(artist => new CreditedArtist { ArtistId = artist.Id, Name = Short(artist.Name) }));
        if (track.DurationMs is { } duration)
            message.DurationMs = duration;
        if (track.Popularity is { } popularity)
            message.Popularity = (int)popularity;
        if (track.Explicit is { } isExplicit)
            message.Explicit = isExplicit;
        return message;
    }

    /// <summary>Consumers take at most 1,000 characters.</summary>
    public static string Short(string? text) => text is null ? "" : text.Length <= MaxText ? text : text[..MaxText];

    private static Image ToImage(JsonElement json)
    {
        var image = new Image { Url = json.GetProperty("url").GetString() };
        if (json.GetProperty("width") is { ValueKind: JsonValueKind.Number } width && width.TryGetInt32(out var columns))
            image.Width = columns;
        if (json.GetProperty("height") is { ValueKind: JsonValueKind.Number } height && height.TryGetInt32(out var rows))
            image.Height = rows;
        return image;
    }

    private static long Ms(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}

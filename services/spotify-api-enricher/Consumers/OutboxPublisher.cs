using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher.Consumers;

/// <summary>Publishes what the store holds and the bus does not. Rows leave the outbox after publishing; consumers know a repeated one by its key.</summary>
internal sealed class OutboxPublisher(IOutbox outbox, IEventPublisher publisher)
{
    private const int PlaysPerRead = 500;
    private const int RowsPerRead = 100;

    /// <summary>Publishes until the outbox is empty.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (outbox.ListPlays(PlaysPerRead) is { Count: > 0 } plays)
        {
            await publisher.PublishAsync(Topics.PlaysObserved, [.. plays.GroupBy(play => play.Account).Select(Event)], cancellationToken).ConfigureAwait(false);
            await outbox.RemoveAsync(OutboxList.Plays, [.. plays.Select(play => (play.Key, play.Account))], cancellationToken).ConfigureAwait(false);
        }

        while (outbox.ListArtists(RowsPerRead) is { Count: > 0 } artists)
        {
            await publisher.PublishAsync(Topics.ArtistEnriched, [.. artists.Select(Event)], cancellationToken).ConfigureAwait(false);
            await outbox.RemoveAsync(OutboxList.Artists, [.. artists.Select(artist => (artist.Id, artist.EnrichedAt))], cancellationToken).ConfigureAwait(false);
        }

        while (outbox.ListTracks(RowsPerRead) is { Count: > 0 } tracks)
        {
            await publisher.PublishAsync(Topics.TrackEnriched, [.. tracks.Select(Event)], cancellationToken).ConfigureAwait(false);
            await outbox.RemoveAsync(OutboxList.Tracks, [.. tracks.Select(track => (track.Id, track.EnrichedAt))], cancellationToken).ConfigureAwait(false);
        }
    }

    private static OutgoingEvent<PlaysObserved> Event(IGrouping<string, UnpublishedPlay> plays)
    {
        var message = new PlaysObserved { Account = plays.Key };
        message.Plays.AddRange(plays.Select(play => new ObservedPlay
        {
            PlayedAtMs = play.PlayedAtMs, TrackUri = play.TrackUri, TrackName = Short(play.TrackName), ArtistName = Short(play.ArtistName), AlbumName = Short(play.AlbumName),
            DurationMs = play.DurationMs, ContextType = Short(play.ContextType), ContextUri = Short(play.ContextUri),
        }));
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{plays.Key}\n{string.Join('\n', plays.Select(play => $"{play.PlayedAtMs} {play.TrackUri}"))}"));
        return new OutgoingEvent<PlaysObserved>(Convert.ToHexStringLower(id), message);
    }

    private static OutgoingEvent<ArtistEnriched> Event(EnrichedArtist artist)
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
        return new OutgoingEvent<ArtistEnriched>($"{artist.Id}/{artist.EnrichedAt}", message);
    }

    private static OutgoingEvent<TrackEnriched> Event(EnrichedTrack track)
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
        return new OutgoingEvent<TrackEnriched>($"{track.Id}/{track.EnrichedAt}", message);
    }

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

    /// <summary>Consumers take at most 1,000 characters.</summary>
    private static string Short(string? text) => text is null ? "" : text.Length <= 1000 ? text : text[..1000];
}

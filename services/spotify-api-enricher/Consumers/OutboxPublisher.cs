using System.Security.Cryptography;
using System.Text;
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
            PlayedAtMs = play.PlayedAtMs, TrackUri = play.TrackUri, TrackName = EnrichedMessages.Short(play.TrackName), ArtistName = EnrichedMessages.Short(play.ArtistName), AlbumName = EnrichedMessages.Short(play.AlbumName),
            DurationMs = play.DurationMs, ContextType = EnrichedMessages.Short(play.ContextType), ContextUri = EnrichedMessages.Short(play.ContextUri),
        }));
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{plays.Key}\n{string.Join('\n', plays.Select(play => $"{play.PlayedAtMs} {play.TrackUri}"))}"));
        return new OutgoingEvent<PlaysObserved>(Convert.ToHexStringLower(id), message);
    }

    private static OutgoingEvent<ArtistEnriched> Event(EnrichedArtist artist) => new($"{artist.Id}/{artist.EnrichedAt}", EnrichedMessages.Of(artist));

    private static OutgoingEvent<TrackEnriched> Event(EnrichedTrack track) => new($"{track.Id}/{track.EnrichedAt}", EnrichedMessages.Of(track));
}

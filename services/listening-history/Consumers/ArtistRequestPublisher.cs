using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Consumers;

/// <summary>
/// Asks for the metadata of artists that are new to an account. Marked after publishing, so a crash between the two asks again; the
/// names of an event decide its id.
/// </summary>
internal sealed class ArtistRequestPublisher(IEventPublisher publisher, ILogger<ArtistRequestPublisher> logger) : IListeningChanges
{
    private const int ArtistsPerEvent = 100;

    public async Task ChangedAsync(IListeningStore store, CancellationToken cancellationToken)
    {
        if (store is not IArtistRequests requests)
            return;
        try
        {
            while (requests.ListNew(ArtistsPerEvent) is { Count: > 0 } artists)
            {
                await publisher.PublishAsync(Topics.ArtistsRequested, [Event(store.Account, artists)], cancellationToken).ConfigureAwait(false);
                await requests.MarkAsync(artists, cancellationToken).ConfigureAwait(false);
                Log.ArtistsRequested(logger, artists.Count, store.Account.Value);
            }
        }
        catch (Exception ex) when (ex is IOException or TimeoutException or TransientFaultException)
        {
            // The import is committed; the next change or start asks again.
            Log.ArtistRequestsDelayed(logger, ex, store.Account.Value);
        }
    }

    public Task DeletedAsync(AccountName account, CancellationToken cancellationToken) => Task.CompletedTask;

    private static OutgoingEvent<ArtistsRequested> Event(AccountName account, IReadOnlyList<NewArtist> artists)
    {
        var message = new ArtistsRequested { RequestedBy = $"{ListeningHistoryRegistration.Name}/{account}" };
        message.Artists.AddRange(artists.Select(artist => new RequestedArtist { Name = artist.Name, TrackUri = artist.TrackUri ?? "" }));
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"{message.RequestedBy}\n{string.Join('\n', artists.Select(artist => artist.Name))}"));
        return new OutgoingEvent<ArtistsRequested>(Convert.ToHexStringLower(id), message);
    }
}

using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Consumers;

/// <summary>Asks for artists of imports that another process made, such as the command line, or that ended before it could ask.</summary>
internal sealed class ArtistRequestsAtStart(IListeningStores stores, ArtistRequestPublisher publisher) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var account in stores.List())
            await publisher.ChangedAsync(stores.Open(account), stoppingToken).ConfigureAwait(false);
    }
}

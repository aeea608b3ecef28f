using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>Publishes the accounts whose last change was committed by a process that ended before it was published.</summary>
internal sealed class PublishAtStart(IListeningStores stores, PlaysPublisher publisher) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var account in stores.List())
            await publisher.PublishAsync(stores.Open(account), rebuild: false, stoppingToken).ConfigureAwait(false);
    }
}

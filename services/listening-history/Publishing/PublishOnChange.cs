using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Publishing.DuckDb;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>Publishes after each change of an account.</summary>
internal sealed class PublishOnChange(PlaysPublisher publisher, PublishedPlays published) : IListeningChanges
{
    public Task ChangedAsync(IListeningStore store, CancellationToken cancellationToken) =>
        publisher.PublishAsync(store, rebuild: false, cancellationToken);

    public Task DeletedAsync(AccountName account, CancellationToken cancellationToken)
    {
        published.Forget(account);
        return Task.CompletedTask;
    }
}

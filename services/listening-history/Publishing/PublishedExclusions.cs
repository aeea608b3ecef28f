using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>Exclusions of accounts that have a store; each change is published.</summary>
internal sealed class PublishedExclusions(IListeningStores stores, PlaysPublisher publisher, IOptions<ListeningHistoryOptions> options) : IExclusionStore
{
    public IReadOnlyList<Exclusion> List(AccountName account) => ExclusionFile.Read(Path.Combine(options.Value.DataFolder, account.Value));

    public Task ChangeAsync(AccountName account, Action<ISet<Exclusion>> change, CancellationToken cancellationToken) => stores.Exists(account)
        ? publisher.ExcludeAsync(stores.Open(account), change, cancellationToken)
        : throw new NoPlaysPublishedException(account.Value);
}

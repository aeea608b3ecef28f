using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>
/// Called after each committed change of an account's rows or settings, in the process that made it. A process may end between
/// commit and call: compare <see cref="IListeningStore.Revision"/> at start.
/// </summary>
internal interface IListeningChanges
{
    /// <summary>Rows or settings changed; returns when what depends on them is published.</summary>
    Task ChangedAsync(IListeningStore store, CancellationToken cancellationToken);

    /// <summary>The account's folder is about to be deleted: close all of its files.</summary>
    Task DeletedAsync(AccountName account, CancellationToken cancellationToken);
}

using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>A store by account. One account's store never shows another's rows.</summary>
internal interface IListeningStores
{
    /// <summary>Accounts that have a store, in the order of names.</summary>
    IReadOnlyList<AccountName> List();

    /// <summary>The account's store; created where it is missing.</summary>
    IListeningStore Open(AccountName account);

    /// <summary>Whether the account has a store.</summary>
    bool Exists(AccountName account);
}

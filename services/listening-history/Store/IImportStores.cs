using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>Opens accounts for changes, and deletes them.</summary>
internal interface IImportStores
{
    /// <summary>The account's store; created where it is missing.</summary>
    IImportStore OpenForImport(AccountName account);

    /// <summary>Deletes the account's folder with everything in it; false where there is none.</summary>
    bool Delete(AccountName account);
}

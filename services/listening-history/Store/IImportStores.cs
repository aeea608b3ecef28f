using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>Opens accounts for changes, and deletes them.</summary>
internal interface IImportStores
{
    /// <summary>The account's store; created where it is missing.</summary>
    IImportStore OpenForImport(AccountName account);

    /// <summary>A store whose imports are rolled back. Creates nothing of an account that has no store.</summary>
    PreviewStore OpenForPreview(AccountName account);

    /// <summary>Whether the account has a store.</summary>
    bool Exists(AccountName account);

    /// <summary>What applies to the account; the defaults where it has no store.</summary>
    AccountSettings SettingsOf(AccountName account);

    /// <summary>Deletes the account's folder with everything in it; false where there is none.</summary>
    bool Delete(AccountName account);
}

using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>The account has no import of that number.</summary>
internal sealed class UnknownImportException(AccountName account, long importId)
    : Exception($"Account '{account}' has no import {importId}. List its imports to see their numbers.");

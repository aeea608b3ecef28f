using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>The rows of one account.</summary>
internal interface IListeningStore
{
    AccountName Account { get; }

    /// <summary>The folder that holds the account's files and nothing of any other account.</summary>
    string Folder { get; }

    /// <summary>Grows with every committed change, settings included. A publication stores the revision that it was built from.</summary>
    long Revision { get; }

    AccountSettings Settings { get; }

    /// <summary>
    /// Every row in one consistent view, ordered by <see cref="PlayRow.TsUtc"/>. Streamed: memory does not grow with the rows. Rows
    /// with <see cref="PlayRow.Counts"/> are the plays.
    /// </summary>
    IEnumerable<PlayRow> ReadRows(CancellationToken cancellationToken);
}

using SpotifyPlatform.ListeningHistory.Exports.Parsing;

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>Changes the rows of one account. Changes of an account run one after the other; each is one transaction.</summary>
internal interface IImportStore : IListeningStore
{
    /// <summary>Runs an import in one transaction.</summary>
    /// <param name="work">Adds files; returns true to commit and false to leave everything as it was.</param>
    Task ImportAsync(Func<IImportSession, bool> work, CancellationToken cancellationToken);

    /// <summary>Imports in the order in which they were made.</summary>
    IReadOnlyList<ImportRecord> ListImports();

    /// <summary>Removes an import's rows; rows that another import contains too are kept. False if there is no such import.</summary>
    Task<bool> UndoAsync(long importId, CancellationToken cancellationToken);

    Task SaveSettingsAsync(AccountSettings settings, CancellationToken cancellationToken);

    /// <summary>Stores plays that the Web API reported; idempotent. Returns how many are new.</summary>
    Task<int> ObserveAsync(IReadOnlyList<ObservedPlay> plays, CancellationToken cancellationToken);
}

/// <summary>An import in progress.</summary>
internal interface IImportSession
{
    /// <summary>Drops the rows of all earlier imports; rows of the Web API stay.</summary>
    void DropImports();

    /// <summary>Adds rows of the current file.</summary>
    void Add(ReadOnlySpan<ParsedPlay> plays);

    /// <summary>Ends the current file; returns false where an import holds the same content already.</summary>
    bool EndFile(ImportedFile file);

    /// <summary>Removes the rows of the current file.</summary>
    void DropFile();

    /// <summary>Counts the rows of the completed files by outcome, among all rows of the account.</summary>
    ImportCounts Count();

    /// <summary>Records the import, so that it can be undone; returns its number.</summary>
    long Record(ImportCounts counts);
}

/// <summary>A file that was read whole.</summary>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Rows">Valid rows.</param>
/// <param name="Invalid">Rows that could not be read.</param>
internal sealed record ImportedFile(string Name, string Set, bool IsVideo, byte[] Sha256, long Rows, long Invalid);

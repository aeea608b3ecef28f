using SpotifyPlatform.ListeningHistory.Exports.Parsing;

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>Changes the rows of one account. Changes of an account take turns; each is committed whole or not at all.</summary>
internal interface IImportStore : IListeningStore
{
    /// <summary>Runs an import in one transaction.</summary>
    /// <param name="work">Adds files; returns true to commit and false to leave everything as it was.</param>
    Task ImportAsync(Func<IImportSession, bool> work, CancellationToken cancellationToken);

    /// <summary>Imports in the order in which they were made.</summary>
    IReadOnlyList<ImportRecord> ListImports();

    /// <summary>Takes an import back; rows that another import holds too stay. False where there is none of that number.</summary>
    Task<bool> UndoAsync(long importId, CancellationToken cancellationToken);

    Task SaveSettingsAsync(AccountSettings settings, CancellationToken cancellationToken);

    /// <summary>Keeps plays that the Web API reported; the same play again changes nothing. Returns how many are new.</summary>
    Task<int> ObserveAsync(IReadOnlyList<ObservedPlay> plays, CancellationToken cancellationToken);
}

/// <summary>An import under way.</summary>
internal interface IImportSession
{
    /// <summary>Drops the rows of all earlier imports; rows of the Web API stay.</summary>
    void DropImports();

    /// <summary>Adds rows of the file under way.</summary>
    void Add(ReadOnlySpan<ParsedPlay> plays);

    /// <summary>Ends the file under way; returns false where an import holds the same content already.</summary>
    bool EndFile(ImportedFile file);

    /// <summary>Forgets the rows of the file under way.</summary>
    void DropFile();

    /// <summary>Counts the rows of the files that were ended, by what they are among all rows of the account.</summary>
    ImportCounts Count();

    /// <summary>Records the import, so that it can be undone; returns its number.</summary>
    long Record(ImportCounts counts);
}

/// <summary>A file that was read whole.</summary>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Rows">Valid rows.</param>
/// <param name="Invalid">Rows that are none.</param>
internal sealed record ImportedFile(string Name, string Set, bool IsVideo, byte[] Sha256, long Rows, long Invalid);

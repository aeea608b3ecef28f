using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite;

/// <summary>Tells faults that may pass by themselves, damage, and missing rights; the driver's exception does not say.</summary>
internal static class SqliteFaults
{
    private const int Statement = 1;
    private const int NotPermitted = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>The fault in the terms of callers, or null for a fault of a statement.</summary>
    public static Exception? Of(SqliteException ex, string path) => ex.SqliteErrorCode switch
    {
        Busy or Locked => new TimeoutException($"{path} stayed locked by another process: {ex.Message}", ex),
        InputOutput or Full => new IOException($"{path} cannot be read or written: {ex.Message}", ex),
        Corrupt or NotADatabase => Unusable(path, ex.Message, ex),
        // The schema was whole when the file was opened: its first page is damaged since.
        Statement when ex.Message.Contains("no such table", StringComparison.Ordinal) => Unusable(path, ex.Message, ex),
        NotPermitted or ReadOnly or CannotOpen => new UnauthorizedAccessException(
            $"{path} cannot be opened or written: {ex.Message}. Give this user the rights to read and write the file and its folder.", ex),
        _ => null,
    };

    /// <param name="what">The rest of a sentence about the file.</param>
    public static InvalidDataException Unusable(string path, string what, Exception? cause = null) => new(
        $"{path} cannot be used: {what.TrimEnd('.')}. Put it back from a backup ('platform restore'), or run 'platform repair', which keeps the rows that are whole.", cause);
}

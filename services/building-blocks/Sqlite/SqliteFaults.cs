using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite;

/// <summary>Tells faults that may pass by themselves from those that will not; the driver's exception does not say.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int InputOutput = 10;
    private const int Full = 13;

    /// <summary>The fault in the terms callers retry on, or null where a retry cannot help.</summary>
    public static Exception? AsTransient(SqliteException ex, string path) => ex.SqliteErrorCode switch
    {
        Busy or Locked => new TimeoutException($"{path} stayed locked by another process: {ex.Message}", ex),
        InputOutput or Full => new IOException($"{path} cannot be read or written: {ex.Message}", ex),
        _ => null,
    };
}

using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Distinguishes a damaged database, which is refused, from a failing disk, which is retried.</summary>
internal static class SqliteReadErrors
{
    private const int Error = 1;
    private const int OutOfMemory = 7;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int NotADatabase = 26;

    /// <summary>Opens a database for what is made of its connection, which owns it then.</summary>
    public static T Open<T>(string path, Func<SqliteConnection, T> use) => Guard(path, () =>
    {
        var connection = SqliteDataSet.Open(path);
        try
        {
            return use(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    public static T Guard<T>(SqliteConnection connection, Func<T> read) => Guard(connection.DataSource, read);

    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException ex) when (Translate(path, ex) is { } translated)
        {
            throw translated;
        }
        catch (InvalidCastException ex)
        {
            // A damaged schema gives texts for numbers.
            throw Refused(path, ex);
        }
    }

    /// <summary>The exception that says what the error means for the file; null for one that says nothing about it.</summary>
    public static Exception? Translate(string path, SqliteException ex) => ex.SqliteErrorCode switch
    {
        // A damaged page can ask for memory that no machine has; where memory is truly short, the runtime ends the process before SQLite is refused any.
        Error or OutOfMemory or Corrupt or TooBig or NotADatabase => Refused(path, ex),
        InputOutput or CannotOpen => new IOException($"{path} cannot be read now: {ex.Message}", ex),
        _ => null,
    };

    private static CatalogRefusedException Refused(string path, Exception ex) => new(CatalogFault.Unreadable, $"{path} cannot be read: {ex.Message} Fetch the file again.", ex);
}

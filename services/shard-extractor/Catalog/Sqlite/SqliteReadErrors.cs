using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Distinguishes a damaged database, which is refused, from a failing disk, which is retried.</summary>
internal static class SqliteReadErrors
{
    private const int Error = 1;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int NotADatabase = 26;

    public static T Guard<T>(SqliteConnection connection, Func<T> read) => Guard(connection.DataSource, read);

    public static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException ex) when (ex.SqliteErrorCode is Error or Corrupt or TooBig or NotADatabase)
        {
            throw new CatalogRefusedException(CatalogFault.Unreadable, $"{path} cannot be read: {ex.Message} Fetch the file again.", ex);
        }
        catch (SqliteException ex) when (ex.SqliteErrorCode is InputOutput or CannotOpen)
        {
            throw new IOException($"{path} cannot be read now: {ex.Message}", ex);
        }
    }
}

using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Tells a database that is broken from a disk that fails: the first is refused, the second is tried again.</summary>
internal static class SqliteFaults
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
        catch (SqliteException e) when (e.SqliteErrorCode is Error or Corrupt or TooBig or NotADatabase)
        {
            throw new CatalogRefusedException(CatalogFault.Unreadable, $"{path} cannot be read: {e.Message} Fetch the file again.", e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is InputOutput or CannotOpen)
        {
            throw new IOException($"{path} cannot be read now: {e.Message}", e);
        }
    }
}

using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SpotifyPlatform.Sqlite;

/// <summary>Opens a database that came from outside: its rows and its schema are input, not ours.</summary>
public static class SqliteDataSet
{
    /// <summary>Bytes of the longest value or row that is read; a longer one is an error (SQLITE_TOOBIG), not an allocation.</summary>
    public const int MaxValueBytes = 4 * 1024 * 1024;

    private const int LimitLength = 0; // SQLITE_LIMIT_LENGTH

    /// <summary>
    /// Opens the file as immutable: without locks, and without journal files beside the operator's data. Functions and virtual
    /// tables that its schema names are not run, and a cell that points outside its page is an error.
    /// </summary>
    public static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = ImmutableUri(path),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            _ = raw.sqlite3_limit(connection.Handle, LimitLength, MaxValueBytes);
            connection.Execute("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Attaches another file of the data set in the same way; the tables of both have different names.</summary>
    /// <param name="name">The name of the attached schema, a constant.</param>
    public static void Attach(SqliteConnection connection, string path, string name)
    {
        connection.Execute($"ATTACH DATABASE $path AS {name}", ("$path", ImmutableUri(path)));
        connection.Execute($"PRAGMA {name}.cache_size=-32768");
    }

    private static string ImmutableUri(string path)
    {
        var escaped = System.IO.Path.GetFullPath(path)
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace("?", "%3f", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal);
        return $"file:{escaped}?immutable=1";
    }
}

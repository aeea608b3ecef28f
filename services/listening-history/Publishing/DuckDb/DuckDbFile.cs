using DuckDB.NET.Data;

namespace SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

/// <summary>Opens DuckDB files and runs statements on them.</summary>
internal static class DuckDbFile
{
    public static DuckDBConnection OpenRead(string path, PublishingOptions options) => Open(path, "READ_ONLY", options);

    public static DuckDBConnection Create(string path, PublishingOptions options) => Open(path, "READ_WRITE", options);

    public static void Execute(this DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static DuckDBConnection Open(string path, string mode, PublishingOptions options)
    {
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        var connection = new DuckDBConnection($"Data Source={path};access_mode={mode};threads={threads};memory_limit={options.MaxMemoryBytes / 1024}KiB");
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}

using System.Collections.Concurrent;
using DuckDB.NET.Data;

namespace SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

/// <summary>Idle connections to one publication. Left for a newer one, it closes what comes back.</summary>
internal sealed class PublicationPool(Publication publication, PublishingOptions options) : IDisposable
{
    private readonly ConcurrentBag<DuckDBConnection> idle = [];
    private string? timeZone;
    private volatile bool left;

    public Publication Publication => publication;

    /// <summary>When it was asked last, by the caller's clock.</summary>
    public long LastUsed { get; set; }

    public PlaysSnapshot[] Take(int count)
    {
        var taken = new List<PlaysSnapshot>(count);
        try
        {
            while (taken.Count < count)
                taken.Add(Take());
            return [.. taken];
        }
        catch
        {
            taken.ForEach(snapshot => snapshot.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        left = true;
        while (idle.TryTake(out var connection))
            connection.Dispose();
    }

    private PlaysSnapshot Take()
    {
        var connection = idle.TryTake(out var waiting) ? waiting : DuckDbFile.OpenRead(publication.Path, options);
        try
        {
            timeZone ??= ReadTimeZone(connection);
            return new PlaysSnapshot(connection, timeZone, Return);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Return(DuckDBConnection connection)
    {
        idle.Add(connection);
        if (left)
            Dispose();
    }

    private static string ReadTimeZone(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT time_zone FROM publication";
        return (string)command.ExecuteScalar()!;
    }
}

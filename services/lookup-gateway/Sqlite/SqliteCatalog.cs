using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.LookupGateway.Sqlite;

/// <summary>
/// Reads the data set's <c>spotify_clean.sqlite3</c>, opened read only when it appears in the catalogue folder. A file without the
/// columns of the real schema is ignored; the feature store answers instead.
/// </summary>
internal sealed class SqliteCatalog(string path) : ICatalog, IDisposable
{
    private Pool pool = new(null);

    public Task<IReadOnlyList<CatalogTrack>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Task.FromResult(Read<IReadOnlyList<CatalogTrack>>(
            connection => ids.Distinct().Select(id => Find(connection, id)).OfType<CatalogTrack>().ToList()) ?? []);

    public Task<IReadOnlyList<TrackId>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken) =>
        Task.FromResult(Read<IReadOnlyList<TrackId>>(connection => connection
            .Query("SELECT id FROM tracks WHERE external_id_isrc=$isrc ORDER BY popularity DESC, id", r => r.GetString(0), ("$isrc", isrc.Code))
            .Select(TrackId.Parse).ToList()) ?? []);

    public void Dispose() => pool.Dispose();

    private T? Read<T>(Func<SqliteConnection, T> work)
        where T : class
    {
        if (CurrentPool() is not { } current || (current.Take() ?? Open()) is not { } connection)
            return null;
        try
        {
            var result = work(connection);
            current.Return(connection);
            return result;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Connections to the current file. A newer catalogue replaces an older one by rename, which changes the stamp.</summary>
    private Pool? CurrentPool()
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return null;
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        var stamp = $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}";
        var current = Volatile.Read(ref pool);
        if (current.Stamp == stamp)
            return current;
        var next = new Pool(stamp);
        if (Interlocked.CompareExchange(ref pool, next, current) != current)
            return CurrentPool();
        current.Dispose();
        return next;
    }

    private SqliteConnection? Open()
    {
        var connection = SqliteDataSet.Open(path);
        if (connection.Scalar<long>("SELECT count(*) FROM pragma_table_info('tracks') WHERE name IN ('external_id_isrc','album_rowid')") == 2)
            return connection;
        connection.Dispose();
        return null;
    }

    private static CatalogTrack? Find(SqliteConnection connection, TrackId id)
    {
        const string sql = """
            SELECT t.rowid, t.name, a.name, a.release_date, t.external_id_isrc, t.popularity, t.duration_ms, t.explicit
            FROM tracks t LEFT JOIN albums a ON a.rowid = t.album_rowid WHERE t.id = $id
            """;
        return connection.Query(
            sql,
            r =>
            {
                var rowid = r.GetInt64(0);
                return new CatalogTrack(
                    id, r.TextOrNull(1) ?? "", Artists(connection, rowid), r.TextOrNull(2) ?? "", r.TextOrNull(3) ?? "",
                    Isrc.TryParse(r.TextOrNull(4), out var isrc) ? isrc : null, r.ValueOrNull<int>(5) ?? 0, r.ValueOrNull<long>(6),
                    r.ValueOrNull<long>(7) == 1, Genres(connection, rowid));
            },
            ("$id", id.ToString())).SingleOrDefault();
    }

    private static List<CatalogArtist> Artists(SqliteConnection connection, long track) => connection.Query(
        "SELECT a.id, a.name FROM track_artists ta JOIN artists a ON a.rowid = ta.artist_rowid WHERE ta.track_rowid = $track ORDER BY ta.rowid",
        r => new CatalogArtist(TrackId.TryParse(r.GetString(0), out TrackId id) ? id : null, r.TextOrNull(1) ?? ""),
        ("$track", track));

    private static List<string> Genres(SqliteConnection connection, long track) => connection.Query(
        "SELECT DISTINCT g.genre FROM track_artists ta JOIN artist_genres g ON g.artist_rowid = ta.artist_rowid WHERE ta.track_rowid = $track ORDER BY g.genre",
        r => r.GetString(0),
        ("$track", track));

    /// <summary>Idle connections to one file. A connection returned after disposal is closed.</summary>
    private sealed class Pool(string? stamp) : IDisposable
    {
        private readonly ConcurrentBag<SqliteConnection> idle = [];
        private volatile bool disposed;

        public string? Stamp => stamp;

        public SqliteConnection? Take() => idle.TryTake(out var connection) ? connection : null;

        public void Return(SqliteConnection connection)
        {
            idle.Add(connection);
            if (disposed)
                Dispose();
        }

        public void Dispose()
        {
            disposed = true;
            while (Take() is { } connection)
                connection.Dispose();
        }
    }
}

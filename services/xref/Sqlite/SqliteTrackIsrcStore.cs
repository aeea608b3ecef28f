using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Sqlite.Stores.Tables;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.Matching;

namespace SpotifyPlatform.Xref.Sqlite;

/// <summary>
/// The tracks with an ISRC in <c>xref-tracks.sqlite</c>: a separate file, because loading a dump blocks the writer of the other one for
/// minutes.
/// </summary>
internal sealed class SqliteTrackIsrcStore(string path) : ITrackIsrcStore, IDisposable
{
    private const string Schema =
        $"""
        CREATE TABLE IF NOT EXISTS track(
          id BLOB PRIMARY KEY,
          isrc TEXT NOT NULL,
          duration_ms INTEGER) WITHOUT ROWID;
        {FileRevisions.Schema}
        """;

    private readonly SqliteDatabase database = new(path, Schema, version: 2);

    public Task<bool> PutAsync(IReadOnlyList<TrackIsrc> tracks, FileRevision revision, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            if (!FileRevisions.TryAdvance(connection, "catalogue", revision))
                return false;
            using var put = connection.Statement("INSERT OR REPLACE INTO track VALUES ($id, $isrc, $duration)", "$id", "$isrc", "$duration");
            using var delete = connection.Statement("DELETE FROM track WHERE id = $id", "$id");
            foreach (var track in tracks)
                if (track.Isrc is { } isrc)
                    put.Run(track.Id.ToKey(), isrc.Code, track.DurationMs);
                else
                    delete.Run(track.Id.ToKey());
            return true;
        },
        cancellationToken);

    public IReadOnlyList<TrackIsrc> ReadAfter(TrackId? after, int limit) => database.Read(connection => connection.Query(
        "SELECT id, isrc, duration_ms FROM track WHERE id > $after ORDER BY id LIMIT $limit",
        row => new TrackIsrc(TrackId.FromKey(row.GetFieldValue<byte[]>(0)), Isrc.Parse(row.GetString(1)), row.ValueOrNull<long>(2)),
        // An empty blob sorts before every key.
        ("$after", after?.ToKey() ?? []), ("$limit", limit)));

    public void Dispose() => database.Dispose();
}

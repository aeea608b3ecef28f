using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>The playlists of an input database as baskets: the distinct tracks of the catalogue that each has. Owns the connection.</summary>
internal sealed class SourcePlaylists : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCursor entries;
    private readonly Func<SqliteCursor, (TrackId Id, byte Popularity)?> trackOf;
    private readonly bool hasReplaced;

    /// <param name="byNumber">For playlists that refer to row numbers, else null.</param>
    /// <param name="byId">For playlists that refer to ids, else null.</param>
    /// <param name="hasReplaced">Whether the file has two rows with one id.</param>
    public SourcePlaylists(string path, ITracksByNumber? byNumber, ITracksById? byId, bool hasReplaced)
    {
        connection = SqliteDataSet.Open(path);
        this.hasReplaced = hasReplaced;
        var (on, track) = byNumber is null
            ? ("e.playlist_id = p.id", "e.track_id")
            : ("e.playlist_rowid = p.rowid", "CASE WHEN coalesce(e.is_episode, 0) IS 0 AND coalesce(e.is_local, 0) IS 0 THEN e.track_rowid END");
        entries = new SqliteCursor(
            connection, $"SELECT p.rowid, p.id, {track} FROM playlists p LEFT JOIN playlist_tracks e ON {on} WHERE p.rowid BETWEEN ?1 AND ?2 ORDER BY p.rowid");
        trackOf = byNumber is not null
            ? cursor => cursor.Whole(2, out _) is { } row && byNumber.TryFind(row, out var id, out var popularity) ? (id, popularity) : null
            : cursor => cursor.TryId(2, out var id) && byId!.TryFind(id, out var popularity) ? (id, popularity) : null;
    }

    public static bool RefersByNumber(string path)
    {
        using var connection = SqliteDataSet.Open(path);
        return new TableSet(connection).Has("playlist_tracks", "track_rowid");
    }

    public long Count => connection.Scalar<long>("SELECT count(*) FROM playlists");

    public long FirstRow => connection.Scalar<long?>("SELECT min(rowid) FROM playlists") ?? 0;

    public long LastRow => connection.Scalar<long?>("SELECT max(rowid) FROM playlists") ?? -1;

    /// <summary>The first row number from one on, or null.</summary>
    public long? Next(long row) => connection.Scalar<long?>("SELECT min(rowid) FROM playlists WHERE rowid >= $row", ("$row", row));

    /// <summary>The playlists of a range of row numbers that have a valid id, also those without a track.</summary>
    public IEnumerable<SourcePlaylist> Read(long first, long last)
    {
        entries.Bind(first, last);
        var tracks = new SortedDictionary<TrackId, byte>();
        for (var more = entries.Step(); more;)
        {
            var row = entries.Row(0);
            var valid = entries.TryId(1, out var id);
            tracks.Clear();
            for (; more && entries.Row(0) == row; more = entries.Step())
                if (valid && trackOf(entries) is { } track)
                    tracks[track.Id] = Math.Max(track.Popularity, tracks.GetValueOrDefault(track.Id));
            if (valid && !(hasReplaced && IsReplaced(row, id)))
                yield return new SourcePlaylist(row, id, [.. tracks.Keys], [.. tracks.Values]);
        }
    }

    public void Dispose()
    {
        entries.Dispose();
        connection.Dispose();
    }

    private bool IsReplaced(long row, TrackId id) => connection.Scalar<long>(
        "SELECT EXISTS (SELECT 1 FROM playlists WHERE id = $id AND rowid > $row)", ("$id", id.ToString()), ("$row", row)) != 0;
}

/// <param name="Tracks">Distinct, ascending.</param>
/// <param name="Popularities">0 to 100, one for each track.</param>
internal sealed record SourcePlaylist(long Row, TrackId Id, TrackId[] Tracks, byte[] Popularities);

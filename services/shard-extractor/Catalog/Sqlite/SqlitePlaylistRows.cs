using Microsoft.Data.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SQLitePCL;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>
/// Playlists of the schema of 2025, whose entries are stored in the order of playlist and position, so that a range is contiguous on
/// disk. The query itself classifies entries, so that it returns two columns instead of four. Names and owners are never read.
/// </summary>
internal sealed class SqlitePlaylistRows(SqliteConnection connection, ITracksByNumber tracks, int maxTracks) : SqliteRows<ExtractedBasket>(connection, "playlists")
{
    private const int Episode = -1;
    private const int Local = -2;

    private readonly RangeQuery playlists = new(
        connection, "SELECT rowid, id FROM playlists WHERE rowid BETWEEN $first AND $last ORDER BY rowid", "$first", "$last");

    private readonly RangeQuery entries = new(
        connection,
        $"""
        SELECT playlist_rowid, CASE WHEN is_episode THEN {Episode} WHEN is_local THEN {Local} ELSE track_rowid END
        FROM playlist_tracks WHERE playlist_rowid BETWEEN $first AND $last ORDER BY playlist_rowid, position
        """,
        "$first",
        "$last");

    protected override void ReadInto(List<ExtractedBasket> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken)
    {
        var basket = new BasketBuilder(maxTracks, dropped);
        using var lists = playlists.Read(first, last);
        using var reader = entries.Read(first, last);
        var more = reader.Read();
        while (lists.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = lists.GetInt64(0);
            if (!lists.TryId(1, out var playlist))
            {
                dropped.Add(DropReasons.PlaylistIdInvalid);
                continue;
            }

            while (more && reader.GetInt64(0) < row)
                more = reader.Read();
            basket.Begin(playlist);
            for (; more && reader.GetInt64(0) == row; more = reader.Read())
                Add(basket, reader, dropped);
            if (basket.End() is { } full)
                rows.Add(full);
        }
    }

    protected override void Dispose(bool disposing)
    {
        playlists.Dispose();
        entries.Dispose();
        base.Dispose(disposing);
    }

    private void Add(BasketBuilder basket, SqliteDataReader reader, DropCounts dropped)
    {
        // Nearly every entry is an integer, and there are more than a billion of them.
        var track = raw.sqlite3_column_type(reader.Handle, 1) == raw.SQLITE_INTEGER
            ? raw.sqlite3_column_int64(reader.Handle, 1)
            : reader.Bounded(1, long.MinValue, long.MaxValue);
        if (track >= 0 && tracks.TryFind(track, out var id, out var popularity))
            basket.Add(id, popularity);
        else
            dropped.Add(track switch { Episode => DropReasons.Episode, Local => DropReasons.Local, _ => DropReasons.Vanished });
    }
}

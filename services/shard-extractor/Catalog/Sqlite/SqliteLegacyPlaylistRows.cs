using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Playlists of the legacy schema, which refer to tracks by id. Names and owners are never read.</summary>
internal sealed class SqliteLegacyPlaylistRows(SqliteConnection connection, ITracksById tracks, int maxTracks) : SqliteRows<ExtractedBasket>(connection, "playlists")
{
    private readonly SqliteCursor entries = new(
        connection,
        """
        SELECT p.rowid, p.id, e.playlist_id IS NOT NULL, e.track_id FROM playlists p LEFT JOIN playlist_tracks e ON e.playlist_id = p.id
        WHERE p.rowid BETWEEN ?1 AND ?2 ORDER BY p.rowid, e.position
        """);

    protected override void ReadInto(List<ExtractedBasket> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken)
    {
        var basket = new BasketBuilder(maxTracks, dropped);
        entries.Bind(first, last);
        for (var more = entries.Step(); more;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = dropped.Row = entries.Row(0);
            var valid = entries.TryId(1, out var playlist);
            if (valid)
                basket.Begin(playlist);
            else
                dropped.Add(DropReasons.PlaylistIdInvalid);
            for (; more && entries.Row(0) == row; more = entries.Step())
                if (valid && entries.Row(2) == 1)
                    Add(basket, dropped);
            if (valid && basket.End() is { } full)
                rows.Add(full);
        }
    }

    protected override long CountUnreachable() => Connection.Scalar<long>(
        "SELECT count(*) FROM playlist_tracks e LEFT JOIN playlists p ON p.id = e.playlist_id WHERE p.rowid IS NULL");

    protected override void Dispose(bool disposing)
    {
        entries.Dispose();
        base.Dispose(disposing);
    }

    private void Add(BasketBuilder basket, DropCounts dropped)
    {
        var text = entries.Text(3);
        var isId = TrackId.TryParse(text, out TrackId track);
        if (isId && tracks.TryFind(track, out var popularity))
            basket.Add(track, popularity);
        else
            dropped.Add(isId || text.IsEmpty ? DropReasons.Vanished : DropReasons.TrackIdInvalid);
    }
}

using Microsoft.Data.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Playlists of the legacy schema, which refer to tracks by id. Names and owners are never read.</summary>
internal sealed class SqliteLegacyPlaylistRows(SqliteConnection connection, ITracksById tracks, int maxTracks) : SqliteRows<ExtractedBasket>(connection, "playlists")
{
    private readonly RangeQuery entries = new(
        connection,
        """
        SELECT p.rowid, p.id, e.playlist_id IS NOT NULL, e.track_id FROM playlists p LEFT JOIN playlist_tracks e ON e.playlist_id = p.id
        WHERE p.rowid BETWEEN $first AND $last ORDER BY p.rowid, e.position
        """,
        "$first",
        "$last");

    protected override void ReadInto(List<ExtractedBasket> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken)
    {
        var basket = new BasketBuilder(maxTracks, dropped);
        using var reader = entries.Read(first, last);
        for (var more = reader.Read(); more;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = reader.GetInt64(0);
            var valid = reader.TryId(1, out var playlist);
            if (valid)
                basket.Begin(playlist);
            else
                dropped.Add(DropReasons.PlaylistIdInvalid);
            for (; more && reader.GetInt64(0) == row; more = reader.Read())
                if (valid && reader.GetBoolean(2))
                    Add(basket, reader, dropped);
            if (valid && basket.End() is { } full)
                rows.Add(full);
        }
    }

    protected override void Dispose(bool disposing)
    {
        entries.Dispose();
        base.Dispose(disposing);
    }

    private void Add(BasketBuilder basket, SqliteDataReader reader, DropCounts dropped)
    {
        if (reader.TryId(3, out var track) && tracks.TryFind(track, out var popularity))
            basket.Add(track, popularity);
        else
            dropped.Add(DropReasons.Vanished);
    }
}

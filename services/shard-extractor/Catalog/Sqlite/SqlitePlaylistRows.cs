using Microsoft.Data.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>
/// Playlists of the schema of 2025, whose entries are stored in the order of playlist and position, so that a range is contiguous on
/// disk. The query itself classifies entries, so that it returns two columns instead of four. Names and owners are never read.
/// </summary>
internal sealed class SqlitePlaylistRows(SqliteConnection connection, ITracksByNumber tracks, int maxTracks) : SqliteRows<ExtractedBasket>(connection, "playlists")
{
    private const long Episode = long.MinValue + 1;
    private const long Local = long.MinValue + 2;

    /// <summary>A flag is neither 0 nor 1, so that nothing says what the entry is.</summary>
    private const long Unclear = long.MinValue + 3;

    private readonly SqliteCursor playlists = new(connection, "SELECT rowid, id FROM playlists WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid");

    private readonly SqliteCursor entries = new(
        connection,
        $"""
        SELECT playlist_rowid,
            CASE WHEN is_episode IS 1 THEN {Episode} WHEN is_local IS 1 THEN {Local}
                WHEN coalesce(is_episode, 0) IS 0 AND coalesce(is_local, 0) IS 0 THEN track_rowid ELSE {Unclear} END
        FROM playlist_tracks WHERE playlist_rowid BETWEEN ?1 AND ?2 ORDER BY playlist_rowid, position
        """);

    protected override void ReadInto(List<ExtractedBasket> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken)
    {
        var basket = new BasketBuilder(maxTracks, dropped);
        playlists.Bind(first, last);
        entries.Bind(first, last);
        var more = entries.Step();
        while (playlists.Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = playlists.Row(0);
            for (; more && !(entries.Whole(0, out _) >= row); more = entries.Step())
                AddOrphan(dropped);
            dropped.Row = row;
            var valid = playlists.TryId(1, out var playlist);
            if (valid)
                basket.Begin(playlist);
            else
                dropped.Add(DropReasons.PlaylistIdInvalid);
            for (; more && entries.Whole(0, out _) == row; more = entries.Step())
                if (valid)
                    Add(basket, dropped);
            if (valid && basket.End() is { } full)
                rows.Add(full);
        }

        for (; more; more = entries.Step())
            AddOrphan(dropped);
    }

    /// <summary>Texts and bytes are greater than all numbers.</summary>
    protected override long CountUnreachable() => Connection.Scalar<long>(
        $"SELECT count(*) FROM playlist_tracks WHERE playlist_rowid IS NULL OR playlist_rowid > {long.MaxValue}");

    protected override void Dispose(bool disposing)
    {
        playlists.Dispose();
        entries.Dispose();
        base.Dispose(disposing);
    }

    private void AddOrphan(DropCounts dropped)
    {
        dropped.Row = entries.Row(0);
        dropped.Add(DropReasons.PlaylistMissing);
    }

    private void Add(BasketBuilder basket, DropCounts dropped)
    {
        var track = entries.Whole(1, out var isNull);
        if (track >= 0 && tracks.TryFind(track.Value, out var id, out var popularity))
            basket.Add(id, popularity);
        else
            dropped.Add(track switch
            {
                Episode => DropReasons.Episode,
                Local => DropReasons.Local,
                Unclear => DropReasons.FlagInvalid,
                null when !isNull => DropReasons.RowNumberInvalid,
                _ => DropReasons.Vanished,
            });
    }
}

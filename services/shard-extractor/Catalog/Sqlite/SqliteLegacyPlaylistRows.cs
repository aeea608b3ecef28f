using System.Text.Json;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Playlists of the legacy schema, which refer to tracks by id; popularity comes from the tracks' file.</summary>
internal sealed class SqliteLegacyPlaylistRows(SqliteConnection connection, SqliteConnection tracks, int maxTracks)
    : SqliteRows<ExtractedBasket>(connection, "playlists")
{
    private readonly RangeQuery entries = new(
        connection,
        """
        SELECT p.rowid, p.id, e.playlist_id IS NOT NULL, e.track_id FROM playlists p LEFT JOIN playlist_tracks e ON e.playlist_id = p.id
        WHERE p.rowid BETWEEN $first AND $last ORDER BY p.rowid, e.position
        """,
        "$first",
        "$last");

    private readonly RangeQuery popularities = new(
        tracks, "SELECT t.id, t.popularity FROM json_each($tracks) j CROSS JOIN tracks t ON t.id = j.value", "$tracks");

    protected override void ReadInto(List<ExtractedBasket> rows, DropCounts dropped, long first, long last, CancellationToken cancellationToken)
    {
        var lists = new List<(string Playlist, List<string> Tracks)>();
        using (var reader = entries.Read(first, last))
        {
            for (long? row = null; reader.Read(); row = reader.GetInt64(0))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (row != reader.GetInt64(0))
                    lists.Add((reader.Text(1), []));
                if (reader.GetBoolean(2))
                    lists[^1].Tracks.Add(reader.Text(3));
            }
        }

        var known = ReadTracks(lists.SelectMany(list => list.Tracks).Distinct().Order(StringComparer.Ordinal));
        var basket = new BasketBuilder(maxTracks, dropped);
        foreach (var (playlist, entries) in lists)
        {
            if (!TrackId.TryParse(playlist, out TrackId id))
            {
                dropped.Add(DropReasons.PlaylistIdInvalid);
                continue;
            }

            basket.Begin(id);
            foreach (var entry in entries)
            {
                if (known.TryGetValue(entry, out var track))
                    basket.Add(track.Id, track.Popularity);
                else
                    dropped.Add(DropReasons.Vanished);
            }

            if (basket.End() is { } full)
                rows.Add(full);
        }
    }

    protected override void Dispose(bool disposing)
    {
        entries.Dispose();
        popularities.Dispose();
        tracks.Dispose();
        base.Dispose(disposing);
    }

    private Dictionary<string, (TrackId Id, byte Popularity)> ReadTracks(IEnumerable<string> ids)
    {
        var known = new Dictionary<string, (TrackId, byte)>(StringComparer.Ordinal);
        using var reader = popularities.Read(JsonSerializer.Serialize(ids));
        while (reader.Read())
            if (reader.TryId(0, out var id))
                known[reader.GetString(0)] = (id, (byte)reader.Bounded(1, 0, 100));
        return known;
    }
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>The table <c>outbox</c>.</summary>
internal static class OutboxRows
{
    public static List<UnpublishedPlay> Plays(SqliteConnection connection, int limit) => connection.Query(
        """
        SELECT o.key, o.revision, h.played_at, coalesce('spotify:track:' || t.relinked_id, t.uri, 'spotify:track:' || h.track_id), t.name,
            (SELECT a.name FROM track_artists x JOIN artists a USING (artist_id) WHERE x.track_id = h.track_id ORDER BY x.position LIMIT 1),
            b.name, coalesce(t.duration_ms, 0), h.context_type, h.context_uri
        FROM outbox o JOIN play_history h ON h.play_id = CAST(o.key AS INTEGER)
            LEFT JOIN tracks t ON t.track_id = h.track_id LEFT JOIN albums b ON b.album_id = t.album_id
        WHERE o.list = 0 ORDER BY o.revision, h.played_at, h.play_id LIMIT $limit
        """,
        reader => new UnpublishedPlay(
            reader.GetString(0), reader.GetString(1), StoredTime.Parse(reader.GetString(2)).ToUnixTimeMilliseconds(), reader.GetString(3), reader.TextOrNull(4),
            reader.TextOrNull(5), reader.TextOrNull(6), reader.GetInt64(7), reader.TextOrNull(8), reader.TextOrNull(9)),
        ("$limit", limit));

    public static List<EnrichedArtist> Artists(SqliteConnection connection, OutboxList list, int limit) =>
    [
        .. connection.Query(
            """
            SELECT a.artist_id, a.name, coalesce(a.genres_json, '[]'), a.popularity, a.followers, coalesce(a.images_json, '[]'), o.revision
            FROM outbox o JOIN artists a ON a.artist_id = o.key WHERE o.list = $list AND a.name IS NOT NULL ORDER BY a.artist_id LIMIT $limit
            """,
            reader => new EnrichedArtist(
                reader.GetString(0), reader.TextOrNull(1), JsonSerializer.Deserialize<string[]>(reader.GetString(2))!, reader.ValueOrNull<long>(3), reader.ValueOrNull<long>(4),
                reader.GetString(5), reader.GetString(6), []),
            ("$list", (int)list), ("$limit", limit))
            .Select(artist => artist with { Names = NamesOf(connection, artist.Id) }),
    ];

    public static List<EnrichedTrack> Tracks(SqliteConnection connection, int limit) =>
    [
        .. connection.Query(
            """
            SELECT t.track_id, t.name, t.album_id, b.name, b.release_date, t.duration_ms, t.popularity, t.explicit, t.isrc, o.revision
            FROM outbox o JOIN tracks t ON t.track_id = o.key LEFT JOIN albums b USING (album_id) WHERE o.list = 2 ORDER BY t.track_id LIMIT $limit
            """,
            reader => new EnrichedTrack(
                reader.GetString(0), reader.TextOrNull(1), reader.TextOrNull(2), reader.TextOrNull(3), reader.TextOrNull(4), reader.ValueOrNull<long>(5),
                reader.ValueOrNull<long>(6), reader.ValueOrNull<bool>(7), reader.TextOrNull(8), [], reader.GetString(9)),
            ("$limit", limit))
            .Select(track => track with { Artists = EnrichmentReads.ArtistsOf(connection, track.Id) }),
    ];

    public static void WriteAgain(SqliteConnection connection, IEnumerable<string> artists)
    {
        foreach (var artist in artists)
            connection.Execute(
                "INSERT OR REPLACE INTO outbox SELECT $list, artist_id, enriched_at FROM artists WHERE artist_id = $artist AND enriched_at IS NOT NULL",
                ("$list", (int)OutboxList.ArtistFile), ("$artist", artist));
    }

    public static void Remove(SqliteConnection connection, OutboxList list, IEnumerable<(string Key, string Revision)> items)
    {
        foreach (var (key, revision) in items)
            connection.Execute("DELETE FROM outbox WHERE list = $list AND key = $key AND revision = $revision", ("$list", (int)list), ("$key", key), ("$revision", revision));
    }

    private static List<string> NamesOf(SqliteConnection connection, string artist) => connection.Query(
        "SELECT key FROM enrichment_request WHERE kind = 'artist' AND resolved_id = $id ORDER BY key LIMIT 20", reader => reader.GetString(0), ("$id", artist));
}

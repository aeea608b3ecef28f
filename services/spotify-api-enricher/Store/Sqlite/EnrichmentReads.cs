using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>What is to be enriched, and requests of it.</summary>
internal static class EnrichmentReads
{
    public static void Request(SqliteConnection connection, IEnumerable<EnrichmentRequest> requests, string now)
    {
        foreach (var request in requests)
            connection.Execute(
                """
                INSERT INTO enrichment_request(kind, key, track_uri, requested_by, requested_at) VALUES ($kind, $key, $uri, $by, $now)
                ON CONFLICT DO UPDATE SET track_uri = coalesce(track_uri, excluded.track_uri)
                """,
                ("$kind", EnrichedRows.Name(request.Kind)), ("$key", request.Key), ("$uri", request.TrackUri), ("$by", request.RequestedBy), ("$now", now));
    }

    public static List<PendingRequest> ListPending(SqliteConnection connection, EntityKind kind, int limit, string now) => connection.Query(
        """
        SELECT key, track_uri, resolved_id FROM enrichment_request
        WHERE kind = $kind AND (answered_at IS NULL OR (NOT is_found AND answered_at < $checked)) ORDER BY requested_at, key LIMIT $limit
        """,
        reader => new PendingRequest(reader.GetString(0), reader.TextOrNull(1), reader.TextOrNull(2)),
        ("$kind", EnrichedRows.Name(kind)), ("$limit", limit), ("$checked", Checked(now)));

    public static int Settle(SqliteConnection connection)
    {
        connection.Execute(
            """
            UPDATE enrichment_request SET answered_at = t.enriched_at, is_found = 1 FROM tracks t
            WHERE kind = 'track' AND answered_at IS NULL AND t.track_id = key AND t.enriched_at IS NOT NULL
            """);
        var settled = connection.Scalar<long>("SELECT changes()");
        connection.Execute(
            """
            UPDATE enrichment_request SET answered_at = a.enriched_at, is_found = 1 FROM artists a
            WHERE kind = 'artist' AND answered_at IS NULL AND resolved_id = a.artist_id AND a.enriched_at IS NOT NULL
            """);
        return (int)(settled + connection.Scalar<long>("SELECT changes()"));
    }

    public static List<EnrichmentTarget> ArtistsOf(SqliteConnection connection, string track) => connection.Query(
        "SELECT a.artist_id, a.name FROM track_artists t JOIN artists a USING (artist_id) WHERE t.track_id = $track ORDER BY t.position", Target, ("$track", track));

    /// <summary>The artist is published again, because whoever asked for the name waits for it.</summary>
    public static void Resolve(SqliteConnection connection, string name, string artist)
    {
        connection.Execute("UPDATE enrichment_request SET resolved_id = $artist WHERE kind = 'artist' AND key = $name", ("$artist", artist), ("$name", name));
        connection.Execute(
            "INSERT OR REPLACE INTO outbox SELECT $list, artist_id, enriched_at FROM artists WHERE artist_id = $artist AND enriched_at IS NOT NULL",
            ("$list", (int)OutboxList.Artists), ("$artist", artist));
    }

    public static EnrichmentTarget Target(SqliteDataReader reader) => new(reader.GetString(0), reader.TextOrNull(1));

    /// <summary>What was not found since is not asked for again.</summary>
    public static string Checked(string now) => StoredTime.Text(StoredTime.Parse(now) - EnrichmentRequest.Recheck);
}

using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>Marks what an answer enriched, or says is not there, and what is to be published of it.</summary>
internal static class EnrichedRows
{
    /// <summary>Who requested a name that nobody but the search asked for.</summary>
    private const string Searcher = "artist_enrichment";

    public static AppliedCounts Apply(SqliteConnection connection, StoredAnswer answer, MappedAnswer mapped, EntityKind kind)
    {
        var (inserted, updated) = (0, 0);
        foreach (var (id, found) in mapped.Requested)
        {
            if (!found)
                NotFound(connection, kind, id, answer.FetchedAt);
            else if (Enriched(connection, kind, id, answer.FetchedAt))
                inserted++;
            else
                updated++;
        }

        return new AppliedCounts(inserted, updated, false);
    }

    /// <summary>A search answers the request of its name; one that nobody made is recorded as made by the search, so that a name that nobody has is not searched again soon.</summary>
    public static AppliedCounts ApplySearch(SqliteConnection connection, StoredAnswer answer, MappedAnswer mapped)
    {
        connection.Execute(
            """
            INSERT INTO enrichment_request(kind, key, requested_by, requested_at, resolved_id, answered_at, is_found) VALUES ($kind, $name, $by, $at, $id, $at, $found)
            ON CONFLICT DO UPDATE SET resolved_id = excluded.resolved_id, answered_at = excluded.answered_at, is_found = excluded.is_found
            """,
            ("$kind", Name(EntityKind.Artist)), ("$name", answer.Subject), ("$by", Searcher), ("$id", mapped.SearchedArtist), ("$at", answer.FetchedAt),
            ("$found", mapped.SearchedArtist is not null));
        return Apply(connection, answer, mapped, EntityKind.Artist);
    }

    public static void NotFound(SqliteConnection connection, EntityKind kind, string id, string fetchedAt)
    {
        connection.Execute("INSERT OR REPLACE INTO not_found VALUES ($kind, $id, $at)", ("$kind", Name(kind)), ("$id", id), ("$at", fetchedAt));
        connection.Execute(
            "UPDATE enrichment_request SET answered_at = $at, is_found = 0 WHERE kind = $kind AND (resolved_id = $id OR (kind = 'track' AND key = $id))",
            ("$kind", Name(kind)), ("$id", id), ("$at", fetchedAt));
    }

    public static string Name(EntityKind kind) => kind == EntityKind.Artist ? "artist" : "track";

    /// <returns>Whether it was not enriched before.</returns>
    private static bool Enriched(SqliteConnection connection, EntityKind kind, string id, string fetchedAt)
    {
        var (table, key) = kind == EntityKind.Artist ? ("artists", "artist_id") : ("tracks", "track_id");
        var before = connection.Scalar<string>($"SELECT enriched_at FROM {table} WHERE {key} = $id", ("$id", id));
        connection.Execute($"UPDATE {table} SET enriched_at = $at WHERE {key} = $id", ("$id", id), ("$at", fetchedAt));
        connection.Execute("DELETE FROM not_found WHERE kind = $kind AND id = $id", ("$kind", Name(kind)), ("$id", id));
        Queue(connection, kind == EntityKind.Artist ? OutboxList.Artists : OutboxList.Tracks, id, fetchedAt);
        if (kind == EntityKind.Artist)
            Queue(connection, OutboxList.ArtistFile, id, fetchedAt);
        return before is null;
    }

    private static void Queue(SqliteConnection connection, OutboxList list, string id, string fetchedAt) => connection.Execute(
        "INSERT OR REPLACE INTO outbox VALUES ($list, $id, $revision)", ("$list", (int)list), ("$id", id), ("$revision", fetchedAt));
}

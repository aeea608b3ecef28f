using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>Writes playlists and their items, page by page. A playlist is refreshed, and leaves the queue, with its last page.</summary>
internal static class PlaylistRows
{
    public const string Kind = "playlist";

    /// <summary>The account's playlists; those that are no longer in its list are no longer its own.</summary>
    public static AppliedCounts ApplyList(SqliteConnection connection, StoredAnswer answer, MappedAnswer mapped, IReadOnlySet<string> brandOwners)
    {
        if (answer.Subject == "0")
            connection.Execute("DELETE FROM account_playlists WHERE account = $account", ("$account", answer.Account));
        foreach (var playlist in mapped.Playlists)
            connection.Execute("INSERT OR IGNORE INTO account_playlists VALUES ($account, $id)", ("$account", answer.Account), ("$id", playlist.Id));
        return Write(connection, mapped.Playlists, brandOwners);
    }

    public static AppliedCounts Apply(SqliteConnection connection, StoredAnswer answer, MappedAnswer mapped, IReadOnlySet<string> brandOwners)
    {
        var counts = Write(connection, mapped.Playlists, brandOwners);
        if (mapped.Page is not { } page)
            return counts;
        using var write = connection.Statement(
            "INSERT OR REPLACE INTO playlist_tracks VALUES ($playlist, $position, $track, $kind, $played, $added_at, $added_by)",
            "$playlist", "$position", "$track", "$kind", "$played", "$added_at", "$added_by");
        foreach (var item in page.Items)
            write.Run(page.PlaylistId, item.Position, item.TrackId, item.Kind, item.PlayedTrackId, item.AddedAt, item.AddedBy);
        if (page.IsLast)
        {
            connection.Execute(
                "DELETE FROM playlist_tracks WHERE playlist_id = $id AND position >= $end", ("$id", page.PlaylistId), ("$end", page.Offset + page.Items.Count));
            Refreshed(connection, page.PlaylistId, answer.FetchedAt, itemsAvailable: true);
        }

        return counts with { Inserted = counts.Inserted + page.Items.Count };
    }

    /// <summary>Items of other people's playlists are refused since 2026: the playlist itself is refreshed, and items that are known stay.</summary>
    public static void ItemsRefused(SqliteConnection connection, StoredAnswer answer) =>
        Refreshed(connection, answer.Subject[..answer.Subject.LastIndexOf(' ')], answer.FetchedAt, itemsAvailable: false);

    public static void Gone(SqliteConnection connection, StoredAnswer answer)
    {
        connection.Execute("INSERT OR REPLACE INTO not_found VALUES ($kind, $id, $at)", ("$kind", Kind), ("$id", answer.Subject), ("$at", answer.FetchedAt));
        connection.Execute("DELETE FROM playlist_ingest_queue WHERE playlist_id = $id", ("$id", answer.Subject));
    }

    private static void Refreshed(SqliteConnection connection, string id, string fetchedAt, bool itemsAvailable)
    {
        connection.Execute(
            "UPDATE playlists SET last_refreshed = $at, items_available = $available WHERE playlist_id = $id", ("$id", id), ("$at", fetchedAt), ("$available", itemsAvailable));
        connection.Execute("DELETE FROM playlist_ingest_queue WHERE playlist_id = $id", ("$id", id));
        connection.Execute("DELETE FROM not_found WHERE kind = $kind AND id = $id", ("$kind", Kind), ("$id", id));
    }

    private static AppliedCounts Write(SqliteConnection connection, List<MappedPlaylist> playlists, IReadOnlySet<string> brandOwners)
    {
        var before = connection.Scalar<long>("SELECT count(*) FROM playlists");
        using var upsert = connection.Statement(
            """
            INSERT INTO playlists(playlist_id, name, owner_id, owner_type, public, collaborative, description, uri, images_json)
            VALUES ($id, $name, $owner, $type, $public, $collaborative, $description, $uri, $images)
            ON CONFLICT DO UPDATE SET
                name = coalesce(excluded.name, name), owner_id = coalesce(excluded.owner_id, owner_id), owner_type = coalesce(excluded.owner_type, owner_type),
                public = coalesce(excluded.public, public), collaborative = coalesce(excluded.collaborative, collaborative),
                description = coalesce(excluded.description, description), uri = coalesce(excluded.uri, uri), images_json = coalesce(excluded.images_json, images_json)
            """,
            "$id", "$name", "$owner", "$type", "$public", "$collaborative", "$description", "$uri", "$images");
        foreach (var playlist in playlists)
            upsert.Run(
                playlist.Id, playlist.Name, playlist.OwnerId, OwnerType(playlist.OwnerId, brandOwners), playlist.Public, playlist.Collaborative, playlist.Description,
                playlist.Uri, playlist.ImagesJson);
        var inserted = (int)(connection.Scalar<long>("SELECT count(*) FROM playlists") - before);
        return new AppliedCounts(inserted, playlists.Count - inserted, false);
    }

    private static string? OwnerType(string? owner, IReadOnlySet<string> brandOwners) => owner switch
    {
        null => null,
        "spotify" => "spotify",
        _ when brandOwners.Contains(owner) => "brand",
        _ => "user",
    };
}

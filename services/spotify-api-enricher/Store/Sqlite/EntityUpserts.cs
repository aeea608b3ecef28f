using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>Writes tracks, albums, artists and users. What an answer does not say leaves what is known; an empty list of genres too.</summary>
internal static class EntityUpserts
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(SqliteConnection connection, MappedAnswer answer, string fetchedAt)
    {
        WriteArtists(connection, answer.Artists, fetchedAt);
        WriteAlbums(connection, answer.Albums, fetchedAt);
        WriteTracks(connection, answer.Tracks, fetchedAt);
        WriteUsers(connection, answer.Users, fetchedAt);
    }

    private static void WriteArtists(SqliteConnection connection, List<MappedArtist> artists, string fetchedAt)
    {
        using var upsert = connection.Statement(
            """
            INSERT INTO artists(artist_id, name, uri, images_json, genres_json, popularity, followers, discovered_at, last_updated)
            VALUES ($id, $name, $uri, $images, $genres, $popularity, $followers, $at, $at)
            ON CONFLICT DO UPDATE SET
                name = coalesce(excluded.name, name), uri = coalesce(excluded.uri, uri), images_json = coalesce(excluded.images_json, images_json),
                genres_json = CASE WHEN excluded.genres_json IS NULL OR (excluded.genres_json = '[]' AND genres_json IS NOT NULL) THEN genres_json ELSE excluded.genres_json END,
                popularity = coalesce(excluded.popularity, popularity), followers = coalesce(excluded.followers, followers),
                last_updated = max(excluded.last_updated, last_updated)
            """,
            "$id", "$name", "$uri", "$images", "$genres", "$popularity", "$followers", "$at");
        foreach (var artist in artists)
            upsert.Run(
                artist.Id, artist.Name, artist.Uri, artist.ImagesJson, artist.Genres is null ? null : JsonSerializer.Serialize(artist.Genres, Json),
                artist.Popularity, artist.Followers, fetchedAt);
    }

    private static void WriteAlbums(SqliteConnection connection, List<MappedAlbum> albums, string fetchedAt)
    {
        using var upsert = connection.Statement(
            """
            INSERT INTO albums(album_id, name, release_date, uri, images_json, last_updated) VALUES ($id, $name, $date, $uri, $images, $at)
            ON CONFLICT DO UPDATE SET
                name = coalesce(excluded.name, name), release_date = coalesce(excluded.release_date, release_date), uri = coalesce(excluded.uri, uri),
                images_json = coalesce(excluded.images_json, images_json), last_updated = max(excluded.last_updated, last_updated)
            """,
            "$id", "$name", "$date", "$uri", "$images", "$at");
        foreach (var album in albums)
            upsert.Run(album.Id, album.Name, album.ReleaseDate, album.Uri, album.ImagesJson, fetchedAt);
    }

    private static void WriteTracks(SqliteConnection connection, List<MappedTrack> tracks, string fetchedAt)
    {
        using var upsert = connection.Statement(
            """
            INSERT INTO tracks(track_id, name, album_id, duration_ms, popularity, uri, is_local, explicit, isrc, relinked_id, created_at, last_updated)
            VALUES ($id, $name, $album, $duration, $popularity, $uri, $local, $explicit, $isrc, $relinked, $at, $at)
            ON CONFLICT DO UPDATE SET
                name = coalesce(excluded.name, name), album_id = coalesce(excluded.album_id, album_id), duration_ms = coalesce(excluded.duration_ms, duration_ms),
                popularity = coalesce(excluded.popularity, popularity), uri = coalesce(excluded.uri, uri), is_local = excluded.is_local,
                explicit = coalesce(excluded.explicit, explicit), isrc = coalesce(excluded.isrc, isrc), relinked_id = coalesce(excluded.relinked_id, relinked_id),
                last_updated = max(excluded.last_updated, last_updated)
            """,
            "$id", "$name", "$album", "$duration", "$popularity", "$uri", "$local", "$explicit", "$isrc", "$relinked", "$at");
        using var link = connection.Statement(
            "INSERT INTO track_artists(track_id, artist_id, position) VALUES ($track, $artist, $position) ON CONFLICT DO UPDATE SET position = excluded.position",
            "$track", "$artist", "$position");
        foreach (var track in tracks)
        {
            upsert.Run(
                track.Id, track.Name, track.AlbumId, track.DurationMs, track.Popularity, track.Uri, track.IsLocal, track.Explicit, track.Isrc, track.RelinkedId, fetchedAt);
            for (var i = 0; i < track.ArtistIds.Count; i++)
                link.Run(track.Id, track.ArtistIds[i], i);
        }
    }

    private static void WriteUsers(SqliteConnection connection, List<MappedUser> users, string fetchedAt)
    {
        using var upsert = connection.Statement(
            """
            INSERT INTO users(user_id, display_name, uri, images_json, is_me, account_id, last_updated) VALUES ($id, $name, $uri, $images, 0, $account, $at)
            ON CONFLICT DO UPDATE SET
                display_name = coalesce(excluded.display_name, display_name), uri = coalesce(excluded.uri, uri),
                images_json = coalesce(excluded.images_json, images_json), account_id = coalesce(excluded.account_id, account_id),
                last_updated = max(excluded.last_updated, last_updated)
            """,
            "$id", "$name", "$uri", "$images", "$account", "$at");
        foreach (var user in users)
            upsert.Run(user.Id, user.DisplayName, user.Uri, user.ImagesJson, user.AccountId, fetchedAt);
    }
}

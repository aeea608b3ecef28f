using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>The legacy schema: text ids and JSON lists.</summary>
internal static class LegacySchema
{
    public const string Tracks =
        """
        CREATE TABLE tracks(id TEXT PRIMARY KEY, name TEXT, artist_ids TEXT, album_id TEXT, disc_number INTEGER, track_number INTEGER,
            duration_ms INTEGER, explicit INTEGER, isrc TEXT, popularity INTEGER, preview_url TEXT, external_urls TEXT);
        CREATE TABLE artists(id TEXT PRIMARY KEY, name TEXT, genres TEXT, followers INTEGER, popularity INTEGER);
        CREATE TABLE albums(id TEXT PRIMARY KEY, name TEXT, artist_ids TEXT, release_date TEXT, release_date_precision TEXT);
        """;

    public const string Features =
        """
        CREATE TABLE audio_features(id TEXT PRIMARY KEY, danceability REAL, energy REAL, key INTEGER, loudness REAL, mode INTEGER, speechiness REAL,
            acousticness REAL, instrumentalness REAL, liveness REAL, valence REAL, tempo REAL, time_signature INTEGER, duration_ms INTEGER);
        """;

    public const string Playlists =
        """
        CREATE TABLE playlists(id TEXT PRIMARY KEY, name TEXT, description TEXT, owner_id TEXT, followers INTEGER);
        CREATE TABLE playlist_tracks(playlist_id TEXT, track_id TEXT, position INTEGER, added_at TEXT, PRIMARY KEY(playlist_id, position));
        """;

    public static void LegacyTrack(this SqliteConnection connection, long n, string name, string? artistIds, string? album, string? isrc, int popularity) =>
        connection.Execute(
            "INSERT INTO tracks(id, name, artist_ids, album_id, duration_ms, explicit, isrc, popularity) VALUES($id, $name, $artists, $album, 1000, 1, $isrc, $popularity)",
            ("$id", Ids.Track(n).ToString()), ("$name", name), ("$artists", artistIds), ("$album", album), ("$isrc", isrc), ("$popularity", popularity));

    public static void LegacyArtist(this SqliteConnection connection, long n, string name, string? genres) => connection.Execute(
        "INSERT INTO artists(id, name, genres) VALUES($id, $name, $genres)", ("$id", Ids.Artist(n).ToString()), ("$name", name), ("$genres", genres));

    public static void LegacyPlaylist(this SqliteConnection connection, long n, params long[] tracks)
    {
        var id = Ids.Playlist(n).ToString();
        connection.Execute("INSERT INTO playlists(id, owner_id) VALUES($id, 'somebody')", ("$id", id));
        for (var i = 0; i < tracks.Length; i++)
            connection.Execute(
                "INSERT INTO playlist_tracks VALUES($id, $track, $position, NULL)", ("$id", id), ("$track", Ids.Track(tracks[i]).ToString()), ("$position", i));
    }
}

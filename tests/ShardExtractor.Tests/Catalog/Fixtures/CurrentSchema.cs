using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>The data set's schema of 2025, with the columns that are read and some that are not.</summary>
internal static class CurrentSchema
{
    public const string Tracks =
        """
        CREATE TABLE artists(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, fetched_at INTEGER, name TEXT, followers_total INTEGER, popularity INTEGER);
        CREATE TABLE artist_genres(artist_rowid INTEGER NOT NULL, genre TEXT NOT NULL);
        CREATE INDEX artist_genres_artist_id ON artist_genres(artist_rowid);
        CREATE TABLE albums(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, release_date TEXT, release_date_precision TEXT);
        CREATE TABLE tracks(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, fetched_at INTEGER, name TEXT, preview_url TEXT, album_rowid INTEGER,
            track_number INTEGER, external_id_isrc TEXT, popularity INTEGER, duration_ms INTEGER, explicit INTEGER);
        CREATE UNIQUE INDEX tracks_id_unique ON tracks(id);
        CREATE TABLE track_artists(track_rowid INTEGER NOT NULL, artist_rowid INTEGER NOT NULL);
        CREATE INDEX track_artists_track_id ON track_artists(track_rowid);
        """;

    public const string Features =
        """
        CREATE TABLE track_audio_features(rowid INTEGER PRIMARY KEY, track_id TEXT UNIQUE, fetched_at INTEGER, null_response INTEGER, duration_ms INTEGER,
            time_signature INTEGER, tempo INTEGER, key INTEGER, mode INTEGER, danceability REAL, energy REAL, loudness REAL, speechiness REAL,
            acousticness REAL, instrumentalness REAL, liveness REAL, valence REAL);
        """;

    public const string Playlists =
        """
        CREATE TABLE playlists(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, owner_id TEXT, owner_display_name TEXT, tracks_total INTEGER);
        CREATE TABLE playlist_tracks(playlist_rowid INTEGER, position INTEGER, is_episode INTEGER, track_rowid INTEGER, id_if_not_in_tracks_table TEXT,
            added_by_id TEXT, is_local INTEGER, PRIMARY KEY(playlist_rowid, position)) WITHOUT ROWID;
        """;

    public static void Artist(this SqliteConnection connection, long row, string name, params string[] genres)
    {
        connection.Execute("INSERT INTO artists(rowid, id, name) VALUES($row, $id, $name)", ("$row", row), ("$id", Ids.Artist(row).ToString()), ("$name", name));
        foreach (var genre in genres)
            connection.Execute("INSERT INTO artist_genres VALUES($row, $genre)", ("$row", row), ("$genre", genre));
    }

    public static void Album(this SqliteConnection connection, long row, string? name, string? released) => connection.Execute(
        "INSERT INTO albums(rowid, id, name, release_date) VALUES($row, 'a' || $row, $name, $released)", ("$row", row), ("$name", name), ("$released", released));

    public static void Track(
        this SqliteConnection connection, long row, string? name, long? album = null, object? isrc = null, object? popularity = null,
        object? duration = null, object? isExplicit = null, string? id = null, params long[] artists)
    {
        connection.Execute(
            """
            INSERT INTO tracks(rowid, id, name, album_rowid, external_id_isrc, popularity, duration_ms, explicit)
            VALUES($row, $id, $name, $album, $isrc, $popularity, $duration, $explicit)
            """,
            ("$row", row), ("$id", id ?? Ids.Track(row).ToString()), ("$name", name), ("$album", album), ("$isrc", isrc),
            ("$popularity", popularity), ("$duration", duration), ("$explicit", isExplicit));
        foreach (var artist in artists)
            connection.Execute("INSERT INTO track_artists VALUES($row, $artist)", ("$row", row), ("$artist", artist));
    }

    public static void Playlist(this SqliteConnection connection, long row, params object?[] entries)
    {
        connection.Execute(
            "INSERT INTO playlists(rowid, id, name, owner_id) VALUES($row, $id, 'private name', 'somebody')",
            ("$row", row), ("$id", Ids.Playlist(row).ToString()));
        for (var i = 0; i < entries.Length; i++)
            connection.Execute(
                "INSERT INTO playlist_tracks VALUES($row, $position, $episode, $track, NULL, 'somebody', $local)",
                ("$row", row), ("$position", i), ("$episode", entries[i] is "episode" ? 1 : 0), ("$track", entries[i] is string ? null : entries[i]),
                ("$local", entries[i] is "local" ? 1 : 0));
    }
}

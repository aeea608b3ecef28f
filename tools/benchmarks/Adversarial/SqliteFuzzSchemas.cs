namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>Small databases of every schema, as statements.</summary>
internal static class SqliteFuzzSchemas
{
    private const string Numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)";
    private const string Id = "printf('0%021d', i)";

    private const string Catalog =
        $"""
        CREATE TABLE artists(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, followers_total INTEGER, popularity INTEGER);
        CREATE TABLE artist_genres(artist_rowid INTEGER NOT NULL, genre TEXT NOT NULL);
        CREATE INDEX artist_genres_artist_id ON artist_genres(artist_rowid);
        CREATE TABLE albums(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, release_date TEXT, release_date_precision TEXT);
        CREATE TABLE artist_albums(artist_rowid INTEGER, album_rowid INTEGER, is_appears_on INTEGER, is_implicit_appears_on INTEGER, index_in_album INTEGER);
        CREATE INDEX artist_album_album_id ON artist_albums(album_rowid);
        CREATE TABLE tracks(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, album_rowid INTEGER, external_id_isrc TEXT, popularity INTEGER,
            duration_ms INTEGER, explicit INTEGER);
        CREATE TABLE track_artists(track_rowid INTEGER NOT NULL, artist_rowid INTEGER NOT NULL);
        CREATE INDEX track_artists_track_id ON track_artists(track_rowid);
        INSERT INTO artists {Numbers} SELECT i, {Id}, 'artist ' || i, i * 1000, i FROM n;
        INSERT INTO artist_genres {Numbers} SELECT i, 'genre ' || (i % 5) FROM n;
        INSERT INTO albums {Numbers} SELECT i, {Id}, 'album ' || i, '1999-12-31', 'day' FROM n;
        INSERT INTO artist_albums {Numbers} SELECT i, i, 0, 0, 0 FROM n;
        INSERT INTO tracks {Numbers} SELECT i, {Id}, 'track ' || i, i, printf('USRC176%05d', i), i, i * 1000, 0 FROM n;
        INSERT INTO track_artists {Numbers} SELECT i, 31 - i FROM n;
        """;

    private const string Features =
        $"""
        CREATE TABLE track_audio_features(rowid INTEGER PRIMARY KEY, track_id TEXT UNIQUE, null_response INTEGER, duration_ms INTEGER, time_signature INTEGER,
            tempo INTEGER, key INTEGER, mode INTEGER, danceability REAL, energy REAL, loudness REAL, speechiness REAL, acousticness REAL,
            instrumentalness REAL, liveness REAL, valence REAL);
        INSERT INTO track_audio_features {Numbers} SELECT i, {Id}, 0, i * 1000, 4, 120, 5, 1, 0.5, 0.5, -7.5, 0.1, 0.2, 0.3, 0.4, 0.5 FROM n;
        """;

    private const string Playlists =
        $"""
        CREATE TABLE playlists(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT);
        CREATE TABLE playlist_tracks(playlist_rowid INTEGER, position INTEGER, is_episode INTEGER, track_rowid INTEGER, is_local INTEGER,
            PRIMARY KEY(playlist_rowid, position)) WITHOUT ROWID;
        INSERT INTO playlists {Numbers} SELECT i, {Id}, 'playlist ' || i FROM n;
        INSERT INTO playlist_tracks {Numbers} SELECT i % 10, i, i % 7 = 0, i, 0 FROM n;
        """;

    private const string Legacy =
        $"""
        CREATE TABLE tracks(id TEXT PRIMARY KEY, name TEXT, artist_ids TEXT, album_id TEXT, duration_ms INTEGER, explicit INTEGER, isrc TEXT, popularity INTEGER);
        CREATE TABLE artists(id TEXT PRIMARY KEY, name TEXT, genres TEXT, followers INTEGER, popularity INTEGER);
        CREATE TABLE albums(id TEXT PRIMARY KEY, name TEXT, artist_ids TEXT, release_date TEXT);
        CREATE TABLE playlists(id TEXT PRIMARY KEY, name TEXT);
        CREATE TABLE playlist_tracks(playlist_id TEXT, track_id TEXT, position INTEGER, PRIMARY KEY(playlist_id, position));
        INSERT INTO tracks {Numbers} SELECT {Id}, 'track ' || i, '["' || {Id} || '"]', {Id}, i * 1000, 0, printf('USRC176%05d', i), i FROM n;
        INSERT INTO artists {Numbers} SELECT {Id}, 'artist ' || i, '[' || quote('genre ' || (i % 5)) || ']', i, i FROM n;
        INSERT INTO albums {Numbers} SELECT {Id}, 'album ' || i, '["' || {Id} || '"]', '1999' FROM n;
        INSERT INTO playlists {Numbers} SELECT {Id}, 'playlist ' || i FROM n;
        INSERT INTO playlist_tracks {Numbers} SELECT printf('0%021d', 1 + i % 10), {Id}, i FROM n;
        """;

    public static IReadOnlyList<string> All { get; } = [Catalog, Features, Playlists, Legacy];
}

using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>
/// A row of <c>play</c> is a row of one file; files that hold the same row each have their own, and reading brings them together. So an
/// import adds files, undo removes them, and the rows are a function of the files alone. <c>ts</c> comes first in the key: imports
/// append, and reading in the order of time sorts nothing.
/// </summary>
internal static class ListeningSchema
{
    public static readonly SqliteSchema Schema = new("listening.sqlite", Sql, Version: 2);

    private const string Sql = """
        CREATE TABLE state(revision INTEGER NOT NULL, checksum INTEGER NOT NULL AS (row_checksum(revision)) STORED);
        INSERT INTO state VALUES (0);
        CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(name, value)) STORED) WITHOUT ROWID;
        CREATE TABLE item(item_id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, digest INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(sha256, digest)) STORED);
        CREATE TABLE title(
            title_id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL, kind INTEGER NOT NULL, name TEXT, artist TEXT, album TEXT, uri TEXT,
            sha256 BLOB NOT NULL UNIQUE, checksum INTEGER NOT NULL AS (row_checksum(item_id, kind, name, artist, album, uri, sha256)) STORED);
        CREATE TABLE label(label_id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE, checksum INTEGER NOT NULL AS (row_checksum(value)) STORED);
        CREATE TABLE import(
            import_id INTEGER PRIMARY KEY AUTOINCREMENT, imported_at INTEGER NOT NULL, row_count INTEGER NOT NULL, new_count INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(import_id, imported_at, row_count, new_count)) STORED);
        CREATE TABLE file(
            file_id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 BLOB NOT NULL UNIQUE, is_video INTEGER NOT NULL,
            row_count INTEGER NOT NULL, invalid_count INTEGER NOT NULL, first_ts INTEGER, last_ts INTEGER,
            checksum INTEGER NOT NULL AS (row_checksum(sha256, is_video, row_count, invalid_count, first_ts, last_ts)) STORED);
        CREATE TABLE import_file(
            import_id INTEGER NOT NULL, file_id INTEGER NOT NULL, set_no INTEGER NOT NULL, name TEXT NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(import_id, file_id, set_no, name)) STORED,
            PRIMARY KEY(import_id, file_id, set_no)) WITHOUT ROWID;
        CREATE TABLE play(
            ts INTEGER NOT NULL, item_id INTEGER NOT NULL, ms_played INTEGER NOT NULL, offline_s INTEGER NOT NULL, file_id INTEGER NOT NULL,
            offline_ms INTEGER NOT NULL, times INTEGER NOT NULL, source INTEGER NOT NULL, title_id INTEGER NOT NULL,
            platform_id INTEGER NOT NULL, country_id INTEGER NOT NULL, start_id INTEGER NOT NULL, end_id INTEGER NOT NULL, flags INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(ts, item_id, ms_played, offline_s, file_id, offline_ms, times, source, title_id, platform_id, country_id, start_id, end_id, flags)) STORED,
            PRIMARY KEY(ts, item_id, ms_played, offline_s, file_id)) WITHOUT ROWID;
        CREATE TABLE observed_play(
            played_at_ms INTEGER NOT NULL, item_id INTEGER NOT NULL, title_id INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
            context_type TEXT, context_uri TEXT,
            checksum INTEGER NOT NULL AS (row_checksum(played_at_ms, item_id, title_id, duration_ms, context_type, context_uri)) STORED,
            PRIMARY KEY(played_at_ms, item_id)) WITHOUT ROWID;
        CREATE TABLE requested_artist(name TEXT PRIMARY KEY, checksum INTEGER NOT NULL AS (row_checksum(name)) STORED) WITHOUT ROWID;
        """;

    /// <summary>Deletes titles, items, labels and artists that no row refers to, so that an undo leaves no names behind.</summary>
    public const string Prune = """
        DELETE FROM title WHERE title_id NOT IN (SELECT title_id FROM play UNION SELECT title_id FROM observed_play);
        DELETE FROM item WHERE item_id NOT IN (SELECT item_id FROM title);
        DELETE FROM label WHERE label_id NOT IN (
            SELECT platform_id FROM play UNION SELECT country_id FROM play UNION SELECT start_id FROM play UNION SELECT end_id FROM play);
        DELETE FROM requested_artist WHERE name NOT IN (SELECT artist FROM title WHERE artist IS NOT NULL);
        """;
}

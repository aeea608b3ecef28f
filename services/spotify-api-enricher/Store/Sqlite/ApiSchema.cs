using System.Text.RegularExpressions;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>
/// Names and columns of etl-jobs.md, then what it leaves open, each with the checksum of the house. Times are ISO 8601 in UTC with
/// milliseconds; columns <c>*_ms</c> Unix milliseconds.
/// </summary>
internal static partial class ApiSchema
{
    public static readonly SqliteSchema Schema = new("spotify-api.sqlite", Checksum().Replace(Tables, WithChecksum), Version: 1);

    /// <summary>Tables that are functions of <c>staging_raw</c>.</summary>
    public static readonly IReadOnlyList<string> Mapped =
    [
        "play_history", "playlist_ingest_queue", "playlist_tracks", "playlists", "track_artists", "tracks", "albums", "artists", "users",
        "user_relationships", "api_account", "account_playlists", "ingest_cursor", "not_found",
    ];

    /// <summary><c>CHECKSUM(a, b)</c> stands for the generated column over a and b.</summary>
    private const string Tables = """
        CREATE TABLE tracks(
            track_id TEXT PRIMARY KEY, name TEXT, album_id TEXT, duration_ms INTEGER, popularity INTEGER, uri TEXT, is_local BOOLEAN NOT NULL,
            audio_features_json TEXT, created_at TEXT NOT NULL, last_updated TEXT NOT NULL, explicit BOOLEAN, isrc TEXT, relinked_id TEXT, enriched_at TEXT,
            CHECKSUM(track_id, name, album_id, duration_ms, popularity, uri, is_local, audio_features_json, created_at, last_updated, explicit, isrc, relinked_id, enriched_at)) WITHOUT ROWID;
        CREATE INDEX tracks_without_features ON tracks(track_id) WHERE audio_features_json IS NULL AND NOT is_local;
        CREATE TABLE albums(
            album_id TEXT PRIMARY KEY, name TEXT, release_date TEXT, uri TEXT, images_json TEXT, last_updated TEXT NOT NULL,
            CHECKSUM(album_id, name, release_date, uri, images_json, last_updated)) WITHOUT ROWID;
        CREATE TABLE artists(
            artist_id TEXT PRIMARY KEY, name TEXT, uri TEXT, images_json TEXT, last_updated TEXT NOT NULL, genres_json TEXT, popularity INTEGER,
            followers INTEGER, discovered_at TEXT NOT NULL, enriched_at TEXT,
            CHECKSUM(artist_id, name, uri, images_json, last_updated, genres_json, popularity, followers, discovered_at, enriched_at)) WITHOUT ROWID;
        CREATE INDEX artists_by_name ON artists(name);
        CREATE TABLE track_artists(
            track_id TEXT NOT NULL, artist_id TEXT NOT NULL, position INTEGER NOT NULL, CHECKSUM(track_id, artist_id, position),
            PRIMARY KEY(track_id, artist_id)) WITHOUT ROWID;
        CREATE TABLE play_history(
            play_id INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL, track_id TEXT NOT NULL, played_at TEXT NOT NULL, context_type TEXT,
            context_uri TEXT, source TEXT NOT NULL, ingested_at TEXT NOT NULL,
            CHECKSUM(user_id, track_id, played_at, context_type, context_uri, source, ingested_at));
        CREATE UNIQUE INDEX play_history_once ON play_history(user_id, track_id, played_at);
        CREATE TABLE playlist_ingest_queue(playlist_id TEXT PRIMARY KEY, detected_at TEXT NOT NULL, account TEXT NOT NULL, CHECKSUM(playlist_id, detected_at, account)) WITHOUT ROWID;
        CREATE TABLE playlists(
            playlist_id TEXT PRIMARY KEY, name TEXT, owner_id TEXT, owner_type TEXT, public BOOLEAN, collaborative BOOLEAN, description TEXT, uri TEXT,
            images_json TEXT, last_refreshed TEXT, items_available BOOLEAN,
            CHECKSUM(playlist_id, name, owner_id, owner_type, public, collaborative, description, uri, images_json, last_refreshed, items_available)) WITHOUT ROWID;
        CREATE TABLE playlist_tracks(
            playlist_id TEXT NOT NULL, position INTEGER NOT NULL, track_id TEXT, kind TEXT NOT NULL, played_track_id TEXT, added_at TEXT, added_by TEXT,
            CHECKSUM(playlist_id, position, track_id, kind, played_track_id, added_at, added_by), PRIMARY KEY(playlist_id, position)) WITHOUT ROWID;
        CREATE TABLE users(
            user_id TEXT PRIMARY KEY, display_name TEXT, uri TEXT, images_json TEXT, is_me BOOLEAN NOT NULL, account_id TEXT, profile_read_at TEXT, last_updated TEXT NOT NULL,
            CHECKSUM(user_id, display_name, uri, images_json, is_me, account_id, profile_read_at, last_updated)) WITHOUT ROWID;
        CREATE TABLE user_relationships(
            user_id TEXT NOT NULL, related_user_id TEXT NOT NULL, relationship TEXT NOT NULL, last_updated TEXT NOT NULL,
            CHECKSUM(user_id, related_user_id, relationship, last_updated), PRIMARY KEY(user_id, related_user_id, relationship)) WITHOUT ROWID;
        CREATE TABLE api_account(account TEXT PRIMARY KEY, user_id TEXT NOT NULL, CHECKSUM(account, user_id)) WITHOUT ROWID;
        CREATE TABLE account_playlists(account TEXT NOT NULL, playlist_id TEXT NOT NULL, CHECKSUM(account, playlist_id), PRIMARY KEY(account, playlist_id)) WITHOUT ROWID;
        CREATE TABLE not_found(kind TEXT NOT NULL, id TEXT NOT NULL, checked_at TEXT NOT NULL, CHECKSUM(kind, id, checked_at), PRIMARY KEY(kind, id)) WITHOUT ROWID;
        CREATE TABLE ingest_cursor(job TEXT NOT NULL, account TEXT NOT NULL, cursor_ms INTEGER NOT NULL, CHECKSUM(job, account, cursor_ms), PRIMARY KEY(job, account)) WITHOUT ROWID;

        CREATE TABLE ingest_runs(
            run_id INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, account TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, window_from TEXT,
            window_to TEXT, requests INTEGER NOT NULL, fetched INTEGER NOT NULL, inserted INTEGER NOT NULL, updated INTEGER NOT NULL, malformed INTEGER NOT NULL,
            gap BOOLEAN NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL, cursor_before INTEGER, cursor_after INTEGER,
            CHECKSUM(job, account, started_at, ended_at, window_from, window_to, requests, fetched, inserted, updated, malformed, gap, outcome, detail, cursor_before, cursor_after));
        CREATE TABLE staging_raw(
            raw_id INTEGER PRIMARY KEY AUTOINCREMENT, run_id INTEGER NOT NULL, account TEXT NOT NULL, kind INTEGER NOT NULL, subject TEXT NOT NULL,
            status INTEGER NOT NULL, fetched_at TEXT NOT NULL, body BLOB NOT NULL, CHECKSUM(run_id, account, kind, subject, status, fetched_at, body));

        CREATE TABLE enrichment_request(
            kind TEXT NOT NULL, key TEXT NOT NULL, track_uri TEXT, requested_by TEXT NOT NULL, requested_at TEXT NOT NULL, resolved_id TEXT, answered_at TEXT,
            is_found BOOLEAN, CHECKSUM(kind, key, track_uri, requested_by, requested_at, resolved_id, answered_at, is_found), PRIMARY KEY(kind, key)) WITHOUT ROWID;
        CREATE TABLE outbox(list INTEGER NOT NULL, key TEXT NOT NULL, revision TEXT NOT NULL, CHECKSUM(list, key, revision), PRIMARY KEY(list, key)) WITHOUT ROWID;

        CREATE TABLE oauth_grant(
            account TEXT PRIMARY KEY, encrypted_token BLOB NOT NULL, seed_hash BLOB, scopes TEXT NOT NULL, granted_at TEXT NOT NULL,
            CHECKSUM(account, encrypted_token, seed_hash, scopes, granted_at)) WITHOUT ROWID;
        CREATE TABLE refused_capability(name TEXT PRIMARY KEY, status INTEGER NOT NULL, refused_at TEXT NOT NULL, CHECKSUM(name, status, refused_at)) WITHOUT ROWID;
        CREATE TABLE api_request(
            developer_account TEXT NOT NULL, second INTEGER NOT NULL, requests INTEGER NOT NULL, CHECKSUM(developer_account, second, requests),
            PRIMARY KEY(developer_account, second)) WITHOUT ROWID;
        CREATE TABLE api_deadline(
            developer_account TEXT PRIMARY KEY, until_ms INTEGER NOT NULL, received_ms INTEGER NOT NULL, reason INTEGER NOT NULL, refusals INTEGER NOT NULL,
            CHECKSUM(developer_account, until_ms, received_ms, reason, refusals)) WITHOUT ROWID;
        """;

    private static string WithChecksum(Match match) => $"checksum INTEGER NOT NULL AS (row_checksum({match.Groups[1].Value})) STORED";

    [GeneratedRegex(@"CHECKSUM\(([^()]*)\)")]
    private static partial Regex Checksum();
}

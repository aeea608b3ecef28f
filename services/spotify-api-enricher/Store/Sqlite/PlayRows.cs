using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>Writes plays, each once, queues the playlists they were played from, and moves the cursor.</summary>
internal static class PlayRows
{
    public const string Job = "play_history";

    /// <summary>The Web API keeps no more plays; an answer of so many may have lost some before them.</summary>
    private const int MostPlays = 50;

    public static AppliedCounts Apply(SqliteConnection connection, StoredAnswer answer, MappedAnswer mapped)
    {
        if (mapped.Plays.Count == 0)
            return default;
        var user = UserOf(connection, answer.Account) ?? throw new InvalidDataException($"Account '{answer.Account}' has plays and no profile; the profile is read first.");
        var cursor = Cursor(connection, answer.Account);
        using var insert = connection.Statement(
            """
            INSERT OR IGNORE INTO play_history(user_id, track_id, played_at, context_type, context_uri, source, ingested_at)
            VALUES ($user, $track, $played_at, $type, $uri, $source, $at)
            """,
            "$user", "$track", "$played_at", "$type", "$uri", "$source", "$at");
        using var publish = connection.Statement("INSERT INTO outbox SELECT $list, CAST(last_insert_rowid() AS TEXT), $account", "$list", "$account");
        using var queue = connection.Statement("INSERT OR IGNORE INTO playlist_ingest_queue VALUES ($id, $at, $account)", "$id", "$at", "$account");
        var inserted = 0;
        foreach (var play in mapped.Plays.OrderBy(play => play.PlayedAtMs))
        {
            if (insert.Run(user, play.TrackId, StoredTime.Text(play.PlayedAtMs), play.ContextType, play.ContextUri, AnswerRows.Source, answer.FetchedAt) == 0)
                continue;
            inserted++;
            publish.Run((int)OutboxList.Plays, answer.Account);
            if (play.PlaylistId is { } playlist)
                queue.Run(playlist, answer.FetchedAt, answer.Account);
        }

        var (oldest, newest) = (mapped.Plays.Min(play => play.PlayedAtMs), mapped.Plays.Max(play => play.PlayedAtMs));
        connection.Execute(
            "INSERT INTO ingest_cursor VALUES ($job, $account, $cursor) ON CONFLICT DO UPDATE SET cursor_ms = max(cursor_ms, excluded.cursor_ms)",
            ("$job", Job), ("$account", answer.Account), ("$cursor", newest));
        // The answer begins after what was known: what came between may be lost.
        return new AppliedCounts(inserted, mapped.Plays.Count - inserted, mapped.Fetched >= MostPlays && oldest > cursor);
    }

    public static long? Cursor(SqliteConnection connection, string account) => connection
        .Query("SELECT cursor_ms FROM ingest_cursor WHERE job = $job AND account = $account", reader => (long?)reader.GetInt64(0), ("$job", Job), ("$account", account))
        .FirstOrDefault();

    public static string? UserOf(SqliteConnection connection, string account) =>
        connection.Scalar<string>("SELECT user_id FROM api_account WHERE account = $account", ("$account", account));
}

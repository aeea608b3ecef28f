using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>The table <c>ingest_runs</c>.</summary>
internal static class RunRows
{
    public static StartedRun Begin(SqliteConnection connection, string job, string account, string now)
    {
        connection.Execute(
            "UPDATE ingest_runs SET outcome = 'interrupted', ended_at = $now, detail = 'The process ended before the run did.' WHERE job = $job AND account = $account AND outcome = 'running'",
            ("$job", job), ("$account", account), ("$now", now));
        var cursor = job == PlayRows.Job ? PlayRows.Cursor(connection, account) : null;
        connection.Execute(
            """
            INSERT INTO ingest_runs(job, account, started_at, requests, fetched, inserted, updated, malformed, gap, outcome, detail, cursor_before)
            VALUES ($job, $account, $now, 0, 0, 0, 0, 0, 0, 'running', '', $cursor)
            """,
            ("$job", job), ("$account", account), ("$now", now), ("$cursor", cursor));
        return new StartedRun(connection.Scalar<long>("SELECT last_insert_rowid()"), job, account, cursor);
    }

    public static void Add(SqliteConnection connection, StartedRun run, MappedAnswer mapped, AppliedCounts counts)
    {
        var plays = mapped.Plays;
        connection.Execute(
            """
            UPDATE ingest_runs SET requests = requests + 1, fetched = fetched + $fetched, inserted = inserted + $inserted, updated = updated + $updated,
                malformed = malformed + $malformed, gap = max(gap, $gap), cursor_after = $cursor,
                window_from = coalesce($from, window_from), window_to = coalesce($to, window_to)
            WHERE run_id = $run
            """,
            ("$run", run.Id), ("$fetched", mapped.Fetched), ("$inserted", counts.Inserted), ("$updated", counts.Updated), ("$malformed", mapped.Malformed), ("$gap", counts.Gap),
            ("$cursor", run.Job == PlayRows.Job ? PlayRows.Cursor(connection, run.Account) : null),
            ("$from", plays.Count > 0 ? StoredTime.Text(plays.Min(play => play.PlayedAtMs)) : null), ("$to", plays.Count > 0 ? StoredTime.Text(plays.Max(play => play.PlayedAtMs)) : null));
    }

    public static void End(SqliteConnection connection, StartedRun run, RunOutcomeKind outcome, string detail, string now) => connection.Execute(
        "UPDATE ingest_runs SET ended_at = $now, outcome = $outcome, detail = $detail WHERE run_id = $run",
        ("$run", run.Id), ("$now", now), ("$outcome", Name(outcome)), ("$detail", detail));

    public static List<IngestRun> List(SqliteConnection connection, int limit) => connection.Query(
        """
        SELECT run_id, job, account, started_at, ended_at, window_from, window_to, requests, fetched, inserted, updated, malformed, gap, outcome, detail,
            cursor_before, cursor_after FROM ingest_runs ORDER BY run_id DESC LIMIT $limit
        """,
        reader => new IngestRun(
            reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.TextOrNull(4), reader.TextOrNull(5), reader.TextOrNull(6),
            reader.GetInt64(7), reader.GetInt64(8), reader.GetInt64(9), reader.GetInt64(10), reader.GetInt64(11), reader.GetBoolean(12), reader.GetString(13),
            reader.GetString(14), reader.ValueOrNull<long>(15), reader.ValueOrNull<long>(16)),
        ("$limit", limit));

    private static string Name(RunOutcomeKind outcome) => outcome switch
    {
        RunOutcomeKind.Done => "done",
        RunOutcomeKind.Deferred => "deferred",
        RunOutcomeKind.Failed => "failed",
        RunOutcomeKind.Interrupted => "interrupted",
        _ => "running",
    };
}

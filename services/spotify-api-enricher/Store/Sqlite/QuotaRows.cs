using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>
/// Requests by second, so that rolling windows are kept over restarts. A second leaves a window when its last request does. Where this
/// machine's clock was set back, what lies ahead of it counts as now.
/// </summary>
internal static class QuotaRows
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstDayDelay = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    public static Reservation Reserve(SqliteConnection connection, QuotaRules rules, RequestPriority priority, DateTimeOffset now)
    {
        var account = rules.DeveloperAccount;
        var second = now.ToUnixTimeSeconds();
        Clean(connection, account, now);
        if (Deadline(connection, account) is { } deadline && deadline.Until > now)
            return new Reservation(deadline.Until, QuotaHandler.Describe(deadline.Reason));
        foreach (var (window, limit) in rules.Windows(priority))
            if (FreeAt(connection, account, second, (long)window.TotalSeconds, limit) is { } free)
                return new Reservation(DateTimeOffset.FromUnixTimeSeconds(free), window == QuotaRules.Day
                    ? $"{limit:N0} requests were made in 24 hours, which is what this kind of request may use of the budget (RequestsPerDay {rules.PerDay:N0})"
                    : $"{limit:N0} requests were made in {window.TotalSeconds:0} seconds");
        connection.Execute(
            "INSERT INTO api_request VALUES ($account, $second, 1) ON CONFLICT DO UPDATE SET requests = requests + 1", ("$account", account), ("$second", second));
        return default;
    }

    public static DateTimeOffset Defer(SqliteConnection connection, string account, QuotaKind reason, TimeSpan? delay, DateTimeOffset now)
    {
        var refusals = (int)connection.Scalar<long>("SELECT refusals FROM api_deadline WHERE developer_account = $account", ("$account", account));
        var until = now + (delay ?? Doubled(reason, refusals));
        if (Deadline(connection, account) is { } former && former.Until > until)
            until = former.Until;
        connection.Execute(
            "INSERT OR REPLACE INTO api_deadline VALUES ($account, $until, $now, $reason, $refusals)",
            ("$account", account), ("$until", until.ToUnixTimeMilliseconds()), ("$now", now.ToUnixTimeMilliseconds()), ("$reason", (int)reason), ("$refusals", refusals + 1));
        return until;
    }

    public static void Answered(SqliteConnection connection, string account) =>
        connection.Execute("UPDATE api_deadline SET refusals = 0 WHERE developer_account = $account", ("$account", account));

    public static bool HasRefusals(SqliteConnection connection, string account) =>
        connection.Scalar<long>("SELECT refusals FROM api_deadline WHERE developer_account = $account", ("$account", account)) > 0;

    public static QuotaState Read(SqliteConnection connection, QuotaRules rules, DateTimeOffset now)
    {
        var account = rules.DeveloperAccount;
        var second = now.ToUnixTimeSeconds();
        var day = (long)QuotaRules.Day.TotalSeconds;
        var oldest = connection.Scalar<long>("SELECT min(second) FROM api_request WHERE developer_account = $account AND second > $from", ("$account", account), ("$from", second - day - 1));
        var deadline = Deadline(connection, account) is { } found && found.Until > now ? found : default((DateTimeOffset Until, QuotaKind Reason)?);
        return new QuotaState(
            Spent(connection, account, second - 61), Spent(connection, account, second - day - 1), deadline?.Until, deadline?.Reason ?? default,
            oldest > 0 ? DateTimeOffset.FromUnixTimeSeconds(oldest + day + 1) : null);
    }

    private static TimeSpan Doubled(QuotaKind reason, int refusals)
    {
        var first = reason == QuotaKind.DailyQuota ? FirstDayDelay : FirstDelay;
        var delay = first * Math.Pow(2, Math.Min(refusals, 20));
        return delay < LongestDelay ? delay : LongestDelay;
    }

    private static (DateTimeOffset Until, QuotaKind Reason)? Deadline(SqliteConnection connection, string account) => connection
        .Query(
            "SELECT until_ms, reason FROM api_deadline WHERE developer_account = $account",
            reader => ((DateTimeOffset, QuotaKind)?)(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), (QuotaKind)reader.GetInt32(1)), ("$account", account))
        .FirstOrDefault();

    private static long Spent(SqliteConnection connection, string account, long after) => connection.Scalar<long>(
        "SELECT coalesce(sum(requests), 0) FROM api_request WHERE developer_account = $account AND second > $after", ("$account", account), ("$after", after));

    /// <summary>The second at which one more request fits the window; null where it fits now.</summary>
    private static long? FreeAt(SqliteConnection connection, string account, long second, long window, int limit)
    {
        // A request of the second s may have been made at its very end, so s counts until s + 1 + window.
        var after = second - window - 1;
        var excess = Spent(connection, account, after) - limit + 1;
        if (excess <= 0)
            return null;
        foreach (var (used, requests) in connection.Query(
            "SELECT second, requests FROM api_request WHERE developer_account = $account AND second > $after ORDER BY second",
            reader => (reader.GetInt64(0), reader.GetInt64(1)), ("$account", account), ("$after", after)))
        {
            excess -= requests;
            if (excess <= 0)
                return used + 1 + window;
        }

        return second + 1 + window;
    }

    private static void Clean(SqliteConnection connection, string account, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        connection.Execute(
            "DELETE FROM api_request WHERE developer_account = $account AND second <= $old",
            ("$account", account), ("$old", second - (long)QuotaRules.Day.TotalSeconds - 1));
        var ahead = Spent(connection, account, second);
        if (ahead > 0)
        {
            connection.Execute("DELETE FROM api_request WHERE developer_account = $account AND second > $second", ("$account", account), ("$second", second));
            connection.Execute(
                "INSERT INTO api_request VALUES ($account, $second, $ahead) ON CONFLICT DO UPDATE SET requests = requests + excluded.requests",
                ("$account", account), ("$second", second), ("$ahead", ahead));
        }

        connection.Execute(
            "UPDATE api_deadline SET until_ms = until_ms - received_ms + $now, received_ms = $now WHERE developer_account = $account AND received_ms > $now",
            ("$account", account), ("$now", now.ToUnixTimeMilliseconds()));
    }
}

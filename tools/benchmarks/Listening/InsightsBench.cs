using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Api;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.Benchmarks.Listening;

/// <summary>
/// <c>listening-insights [--plays 300000] [--runs 40] [--work FOLDER]</c>: every insight over several periods, answered by the service's
/// API, beside its SQL run bare in DuckDB on the person's own file. Fails when a p95 is over its goal.
/// </summary>
internal static class InsightsBench
{
    private const string Today = "2024-12-31";
    private const double GoalMs = 200;
    private const double AllTimeGoalMs = 500;
    private static readonly string[] Periods = ["all", "12m", "2020", "90d", "7d"];

    public static async Task<int> RunAsync(string[] args)
    {
        var plays = (int)Arguments.Number(args, "--plays", 300_000);
        var runs = (int)Arguments.Number(args, "--runs", 40);
        var root = Arguments.Text(args, "--work") ?? Directory.CreateTempSubdirectory("listening-insights-").FullName;
        var start = Stopwatch.GetTimestamp();
        var rows = await PublishedBench.PublishAsync(root, plays, seed: 1);
        var file = new FileInfo(new PublishedFolder(rows.Folder).PersonFile);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plays:N0} plays (seed 1) published in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s: {file.Length / 1e6:0.0} MB; {Environment.ProcessorCount} cores; ms"));
        Console.WriteLine($"{"insight",-16}{"period",-8}{"p50",8}{"p95",8}{"DuckDB p50",12}{"DuckDB p95",12}{"x p50",7}");
        using var published = PublishedBench.Open(root);
        using var bare = new DuckDBConnection($"Data Source={file.FullName};access_mode=READ_ONLY");
        bare.Open();
        var slow = 0;
        foreach (var (name, ask, statement) in Questions(new InsightApi(published, PublishedBench.Metrics, TimeProvider.System)))
        {
            foreach (var period in Periods)
                slow += Measure(name, period, runs, () => ask(new InsightFilter { Period = period, Today = Today }), () => RunBare(bare, statement, period)) ? 0 : 1;
        }

        Console.WriteLine(slow == 0
            ? string.Create(CultureInfo.InvariantCulture, $"every p95 is below {GoalMs} ms, of all time below {AllTimeGoalMs} ms")
            : $"{slow} are over their goal");
        return slow == 0 ? 0 : 1;
    }

    private static IEnumerable<(string Name, Action<InsightFilter> Ask, InsightStatement Statement)> Questions(InsightApi api)
    {
        var me = AccountName.Default;
        yield return ("summary", filter => api.GetSummary(me, new() { Filter = filter }, default), InsightStatements.Summary);
        yield return ("top artists", filter => api.ListTopArtists(me, new() { Filter = filter }, default), InsightStatements.TopArtists);
        yield return ("top tracks", filter => api.ListTopTracks(me, new() { Filter = filter }, default), InsightStatements.TopTracks);
        yield return ("top albums", filter => api.ListTopAlbums(me, new() { Filter = filter }, default), InsightStatements.TopAlbums);
        yield return ("over time", filter => api.GetOverTime(me, new() { Filter = filter, Bucket = TimeBucket.Month }, default), InsightStatements.OverTime);
        yield return ("weekday hours", filter => api.GetWeekdayHours(me, new() { Filter = filter }, default), InsightStatements.WeekdayHour);
        yield return ("calendar", filter => api.GetCalendar(me, new() { Filter = filter }, default), InsightStatements.Calendar);
        yield return ("genres", filter => api.ListGenres(me, new() { Filter = filter }, default), InsightStatements.Genres);
        yield return ("release years", filter => api.GetReleaseYears(me, new() { Filter = filter }, default), InsightStatements.ReleaseYears);
        yield return ("popularity", filter => api.GetPopularity(me, new() { Filter = filter }, default), InsightStatements.Popularity);
        yield return ("sessions", filter => api.ListSessions(me, new() { Filter = filter }, default), InsightStatements.Sessions);
        yield return ("discovery", filter => api.GetDiscovery(me, new() { Filter = filter }, default), InsightStatements.Discovery);
        yield return ("skips", filter => api.ListSkips(me, new() { Filter = filter }, default), InsightStatements.Skips);
    }

    /// <returns>Whether the goal is met.</returns>
    private static bool Measure(string name, string period, int runs, Action ours, Action bare)
    {
        var (own, raw) = (new List<double>(runs), new List<double>(runs));
        ours();
        bare();
        for (var run = 0; run < runs; run++)
        {
            // In turns, so that other work on the machine falls on both alike.
            own.Add(Time(ours));
            raw.Add(Time(bare));
        }

        var p95 = Percentile(own, 0.95);
        var isMet = p95 < (period == "all" ? AllTimeGoalMs : GoalMs);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16}{period,-8}{Percentile(own, 0.5),8:0.0}{p95,8:0.0}{Percentile(raw, 0.5),12:0.0}{Percentile(raw, 0.95),12:0.0}{Percentile(own, 0.5) / Percentile(raw, 0.5),7:0.00}{(isMet ? "" : "  over its goal")}"));
        return isMet;
    }

    /// <summary>The question for the period alone: ours answers the one before too.</summary>
    private static void RunBare(DuckDBConnection connection, InsightStatement statement, string period)
    {
        var question = new InsightQuestion(Period.Parse(period, Period.Date(Today)))
            .WithOrder(byPlays: false, ascending: false, limit: 0).With("unmerged", false).With("bucket", "month").With("gap_minutes", 30);
        using var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var parameter in statement.Parameters)
            command.Parameters.Add(new DuckDBParameter(parameter, question.Values[parameter]));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
        }
    }

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Percentile(List<double> times, double share) => times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * share)));
}

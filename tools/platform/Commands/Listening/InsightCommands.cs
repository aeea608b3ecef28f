using System.CommandLine;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Api;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Json;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary>A question about a person's plays each, answered by the service's own code on the published file, with no server running.</summary>
internal static class InsightCommands
{
    public static IEnumerable<Command> All() =>
    [
        Create("summary", "Plays, hours, different artists and tracks, and what was new.", [],
            (api, account, filter, _, stop) => api.GetSummary(account, new() { Filter = filter }, stop), ListeningTables.Write),
        Top(),
        Create("hours", "When you listen: weekday by hour.", [],
            (api, account, filter, _, stop) => api.GetWeekdayHours(account, new() { Filter = filter }, stop), ListeningCharts.Write),
        Timeline(),
        Create("calendar", "Days with plays, and streaks of them.", [],
            (api, account, filter, _, stop) => api.GetCalendar(account, new() { Filter = filter }, stop), ListeningCharts.Write),
        Limited("genres", "Genres by time; artists without a known one are counted apart.",
            (api, account, filter, limit, stop) => api.ListGenres(account, new() { Filter = filter, Limit = limit }, stop), ListeningTables.Write),
        Create("years", "Years and decades of release.", [],
            (api, account, filter, _, stop) => api.GetReleaseYears(account, new() { Filter = filter }, stop), ListeningTables.Write),
        Create("popularity", "How popular what you play is.", [],
            (api, account, filter, _, stop) => api.GetPopularity(account, new() { Filter = filter }, stop), ListeningTables.Write),
        Sessions(),
        Create("discovery", "What you heard for the first time, by month.", [],
            (api, account, filter, _, stop) => api.GetDiscovery(account, new() { Filter = filter }, stop), ListeningTables.Write),
        Limited("skips", "What you skip, by artist and by the reason a track started.",
            (api, account, filter, limit, stop) => api.ListSkips(account, new() { Filter = filter, Limit = limit }, stop), ListeningTables.Write),
    ];

    private static Command Top()
    {
        var what = new Argument<string>("WHAT") { Description = "artists, tracks or albums.", DefaultValueFactory = _ => "artists" };
        what.AcceptOnlyFromAmong("artists", "tracks", "albums");
        var byPlays = new Option<bool>("--by-plays") { Description = "Order by plays instead of time." };
        var ascending = new Option<bool>("--ascending") { Description = "The least first." };
        var unmerged = new Option<bool>("--unmerged") { Description = "Tracks: count each Spotify track on its own, also where several are one recording." };
        var limit = Limit();
        return Create(
            "top", "The artists, tracks or albums you listen to most.", [what, byPlays, ascending, unmerged, limit],
            (api, account, filter, parsed, stop) =>
            {
                var order = new InsightOrder { ByPlays = parsed.GetValue(byPlays), Ascending = parsed.GetValue(ascending), Limit = parsed.GetValue(limit) };
                return parsed.GetValue(what) switch
                {
                    "tracks" => api.ListTopTracks(account, new() { Filter = filter, Order = order, Unmerged = parsed.GetValue(unmerged) }, stop),
                    "albums" => api.ListTopAlbums(account, new() { Filter = filter, Order = order }, stop),
                    _ => (IMessage)api.ListTopArtists(account, new() { Filter = filter, Order = order }, stop),
                };
            },
            ListeningTables.WriteTop);
    }

    private static Command Timeline()
    {
        var bucket = new Option<string>("--bucket") { Description = "The span of one line; else what gives some 100 lines." };
        bucket.AcceptOnlyFromAmong("day", "week", "month", "year");
        return Create(
            "timeline", "Listening over time, beside the period before.", [bucket],
            (api, account, filter, parsed, stop) => api.GetOverTime(account, new() { Filter = filter, Bucket = Enum.Parse<TimeBucket>(parsed.GetValue(bucket) ?? nameof(TimeBucket.Unspecified), ignoreCase: true) }, stop), ListeningCharts.Write);
    }

    private static Command Sessions()
    {
        var limit = Limit();
        var gap = new Option<int>("--gap-minutes") { Description = "Silence that ends a session.", DefaultValueFactory = _ => 30 };
        return Create(
            "sessions", "Your longest sessions, and how long sessions last.", [limit, gap],
            (api, account, filter, parsed, stop) =>
                api.ListSessions(account, new() { Filter = filter, Limit = parsed.GetValue(limit), GapMinutes = parsed.GetValue(gap) }, stop),
            ListeningTables.Write);
    }

    private static Command Limited<TResponse>(
        string verb, string description, Func<InsightApi, AccountName, InsightFilter, int, CancellationToken, TResponse> ask, Action<TResponse> print)
        where TResponse : IMessage
    {
        var limit = Limit();
        return Create(verb, description, [limit], (api, account, filter, parsed, stop) => ask(api, account, filter, parsed.GetValue(limit), stop), print);
    }

    private static Option<int> Limit() => CommonOptions.Limit(most: 1000, usual: 20);

    private static Command Create<TResponse>(
        string verb, string description, IReadOnlyList<Symbol> more,
        Func<InsightApi, AccountName, InsightFilter, ParseResult, CancellationToken, TResponse> ask, Action<TResponse> print)
        where TResponse : IMessage
    {
        var options = new InsightOptions();
        var command = new Command(verb, description);
        foreach (var argument in more.OfType<Argument>())
            command.Add(argument);
        foreach (var option in more.OfType<Option>().Concat(options.All))
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(options.Data)!));
            var account = ListeningOptions.Read(parsed.GetValue(options.Account)!);
            try
            {
                var answer = ask(services.GetRequiredService<InsightApi>(), account, options.Filter(parsed), parsed, stop);
                if (parsed.GetValue(options.Json))
                    Console.WriteLine(ImportEndpoints.Formatter.Format(answer));
                else
                    print(answer);
                return ExitCode.Done;
            }
            catch (MalformedInsightException ex)
            {
                throw new UsageException(ex.Message);
            }
            catch (NoPlaysPublishedException ex)
            {
                throw new CommandException(ex.Message);
            }
        });
        return command;
    }
}

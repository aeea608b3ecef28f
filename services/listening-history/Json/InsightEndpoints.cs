using System.Globalization;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Api;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Json;

/// <summary>
/// Insights over HTTP: <c>GET /v1/listening/ACCOUNT/insights/NAME?period=...</c>. The same messages as gRPC in proto3 JSON, with the field
/// names of the contract; parameters have the names of the request's fields.
/// </summary>
internal static class InsightEndpoints
{
    public static void MapInsights(this IEndpointRouteBuilder routes)
    {
        var insights = routes.MapGroup("/v1/listening/{account}/insights").AddEndpointFilter<ListeningProblems>();
        insights.MapGet("summary", Get((api, account, q, stop) => api.GetSummary(account, new() { Filter = q.Filter() }, stop)));
        insights.MapGet("top-artists", Get((api, account, q, stop) => api.ListTopArtists(account, new() { Filter = q.Filter(), Order = q.Order() }, stop)));
        insights.MapGet("top-tracks", Get((api, account, q, stop) =>
            api.ListTopTracks(account, new() { Filter = q.Filter(), Order = q.Order(), Unmerged = q.Flag("unmerged") }, stop)));
        insights.MapGet("top-albums", Get((api, account, q, stop) => api.ListTopAlbums(account, new() { Filter = q.Filter(), Order = q.Order() }, stop)));
        insights.MapGet("over-time", Get((api, account, q, stop) => api.GetOverTime(account, new() { Filter = q.Filter(), Bucket = q.Bucket() }, stop)));
        insights.MapGet("weekday-hours", Get((api, account, q, stop) => api.GetWeekdayHours(account, new() { Filter = q.Filter() }, stop)));
        insights.MapGet("calendar", Get((api, account, q, stop) => api.GetCalendar(account, new() { Filter = q.Filter() }, stop)));
        insights.MapGet("genres", Get((api, account, q, stop) => api.ListGenres(account, new() { Filter = q.Filter(), Limit = q.Number("limit") }, stop)));
        insights.MapGet("release-years", Get((api, account, q, stop) => api.GetReleaseYears(account, new() { Filter = q.Filter() }, stop)));
        insights.MapGet("popularity", Get((api, account, q, stop) => api.GetPopularity(account, new() { Filter = q.Filter() }, stop)));
        insights.MapGet("sessions", Get((api, account, q, stop) =>
            api.ListSessions(account, new() { Filter = q.Filter(), Limit = q.Number("limit"), GapMinutes = q.Number("gap_minutes") }, stop)));
        insights.MapGet("discovery", Get((api, account, q, stop) => api.GetDiscovery(account, new() { Filter = q.Filter() }, stop)));
        insights.MapGet("skips", Get((api, account, q, stop) => api.ListSkips(account, new() { Filter = q.Filter(), Limit = q.Number("limit") }, stop)));

        var exclusions = routes.MapGroup("/v1/listening/{account}/exclusions").AddEndpointFilter<ListeningProblems>();
        exclusions.MapGet("", (string account, HttpContext http, AccountAccess access, ExclusionApi api) =>
            ImportEndpoints.Json(api.List(access.Check(account, http))));
        exclusions.MapPut("{kind}/{*value}", async (string account, string kind, string value, HttpContext http, AccountAccess access, ExclusionApi api) =>
        {
            await api.AddAsync(access.Check(account, http), Read(kind, value), http.RequestAborted);
            return Results.NoContent();
        });
        exclusions.MapDelete("{kind}/{*value}", async (string account, string kind, string value, HttpContext http, AccountAccess access, ExclusionApi api) =>
        {
            await api.RemoveAsync(access.Check(account, http), Read(kind, value), http.RequestAborted);
            return Results.NoContent();
        });
    }

    private static Delegate Get(Func<InsightApi, AccountName, InsightParameters, CancellationToken, IMessage> answer) =>
        (string account, HttpContext http, AccountAccess access, InsightApi api) =>
            ImportEndpoints.Json(answer(api, access.Check(account, http), new InsightParameters(http.Request.Query), http.RequestAborted));

    private static Contracts.Listening.V1.Exclusion Read(string kind, string value) => new()
    {
        Kind = kind switch { "artist" => ExclusionKind.Artist, "track" => ExclusionKind.Track, _ => ExclusionKind.Unspecified },
        Value = value,
    };

    /// <summary>The query's parameters. An unknown one is an error, because a misspelt filter would give a wrong figure.</summary>
    private sealed class InsightParameters
    {
        private static readonly string[] Known =
            ["period", "today", "with_suspected", "without_private", "by_plays", "ascending", "limit", "unmerged", "bucket", "gap_minutes"];

        private readonly IQueryCollection query;

        public InsightParameters(IQueryCollection query)
        {
            this.query = query;
            if (query.Keys.FirstOrDefault(key => !Known.Contains(key, StringComparer.Ordinal)) is { } unknown)
                throw new MalformedInsightException($"'{unknown}' is not a parameter. There are {string.Join(", ", Known)}.");
        }

        public InsightFilter Filter() => new()
        {
            Period = Text("period"), Today = Text("today"), WithSuspected = Flag("with_suspected"), WithoutPrivate = Flag("without_private"),
        };

        public InsightOrder Order() => new() { ByPlays = Flag("by_plays"), Ascending = Flag("ascending"), Limit = Number("limit") };

        public TimeBucket Bucket() => Text("bucket") switch
        {
            "" => TimeBucket.Unspecified,
            "day" => TimeBucket.Day,
            "week" => TimeBucket.Week,
            "month" => TimeBucket.Month,
            "year" => TimeBucket.Year,
            _ => throw new MalformedInsightException("bucket may be day, week, month or year."),
        };

        public bool Flag(string name) => Text(name) switch
        {
            "" or "false" => false,
            "true" => true,
            _ => throw new MalformedInsightException($"{name} may be true or false."),
        };

        public int Number(string name) => Text(name) is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new MalformedInsightException($"{name} may be a whole number.")
            : 0;

        private string Text(string name) => query[name].ToString();
    }
}

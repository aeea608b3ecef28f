using System.Runtime.CompilerServices;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Api;

/// <summary>The insights as requests and responses of the contract; gRPC, JSON and the command line all answer through it.</summary>
internal sealed class InsightApi(IPublishedPlays published, ListeningHistoryMetrics metrics, TimeProvider clock)
{
    private const int MaxGapMinutes = 1440;
    private const int DefaultGapMinutes = 30;

    public GetSummaryResponse GetSummary(AccountName account, GetSummaryRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new GetSummaryResponse
        {
            Period = question.Period.ToMessage(),
            Summary = plays.Read<Summary>(InsightStatements.Summary, question.Values, cancellationToken).Single(),
            Previous = Previous<Summary>(plays, InsightStatements.Summary, question, cancellationToken).SingleOrDefault(),
        });

    public ListTopArtistsResponse ListTopArtists(AccountName account, ListTopArtistsRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new ListTopArtistsResponse
        {
            Artists = { plays.Read<TopArtist>(InsightStatements.TopArtists, question.WithOrder(request.Order).Values, cancellationToken) },
            Period = question.Period.ToMessage(),
        });

    public ListTopTracksResponse ListTopTracks(AccountName account, ListTopTracksRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new ListTopTracksResponse
        {
            Tracks =
            {
                plays.Read<TopTrack>(
                    InsightStatements.TopTracks, question.WithOrder(request.Order).With("unmerged", request.Unmerged).Values, cancellationToken),
            },
            Period = question.Period.ToMessage(),
        });

    public ListTopAlbumsResponse ListTopAlbums(AccountName account, ListTopAlbumsRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new ListTopAlbumsResponse
        {
            Albums = { plays.Read<TopAlbum>(InsightStatements.TopAlbums, question.WithOrder(request.Order).Values, cancellationToken) },
            Period = question.Period.ToMessage(),
        });

    public GetOverTimeResponse GetOverTime(AccountName account, GetOverTimeRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) =>
        {
            var bucket = InsightMapper.Read(request.Bucket, question.Period);
            question.With("bucket", TimeBuckets.Name(bucket));
            return new GetOverTimeResponse
            {
                Period = question.Period.ToMessage(),
                Bucket = bucket.ToMessage(),
                Points = { plays.Read<TimePoint>(InsightStatements.OverTime, question.Values, cancellationToken) },
                Previous = { Previous<TimePoint>(plays, InsightStatements.OverTime, question, cancellationToken) },
            };
        });

    public GetWeekdayHoursResponse GetWeekdayHours(AccountName account, GetWeekdayHoursRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new GetWeekdayHoursResponse
        {
            Period = question.Period.ToMessage(),
            Hours = { plays.Read<WeekdayHour>(InsightStatements.WeekdayHour, question.Values, cancellationToken) },
            Previous = { Previous<WeekdayHour>(plays, InsightStatements.WeekdayHour, question, cancellationToken) },
        });

    public GetCalendarResponse GetCalendar(AccountName account, GetCalendarRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) =>
        {
            var days = plays.Read<CalendarDay>(InsightStatements.Calendar, question.Values, cancellationToken);
            return new GetCalendarResponse
            {
                Period = question.Period.ToMessage(),
                Days = { days },
                LongestStreak = days.Count > 0 ? days.Max(day => day.StreakDay) : 0,
                CurrentStreak = days.Count > 0 && days[^1].Date == LastDay(plays, request.Filter, question) ? days[^1].StreakDay : 0,
                Previous = { Previous<CalendarDay>(plays, InsightStatements.Calendar, question, cancellationToken) },
            };
        });

    public ListGenresResponse ListGenres(AccountName account, ListGenresRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new ListGenresResponse
        {
            Genres = { plays.Read<GenreShare>(InsightStatements.Genres, question.WithLimit(request.Limit).Values, cancellationToken) },
            Previous = { Previous<GenreShare>(plays, InsightStatements.Genres, question, cancellationToken) },
            Period = question.Period.ToMessage(),
        });

    public GetReleaseYearsResponse GetReleaseYears(AccountName account, GetReleaseYearsRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new GetReleaseYearsResponse
        {
            Period = question.Period.ToMessage(),
            Years = { plays.Read<ReleaseYearShare>(InsightStatements.ReleaseYears, question.Values, cancellationToken) },
            Previous = { Previous<ReleaseYearShare>(plays, InsightStatements.ReleaseYears, question, cancellationToken) },
        });

    public GetPopularityResponse GetPopularity(AccountName account, GetPopularityRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new GetPopularityResponse
        {
            Period = question.Period.ToMessage(),
            Shares = { plays.Read<PopularityShare>(InsightStatements.Popularity, question.Values, cancellationToken) },
            Previous = { Previous<PopularityShare>(plays, InsightStatements.Popularity, question, cancellationToken) },
        });

    public ListSessionsResponse ListSessions(AccountName account, ListSessionsRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) =>
        {
            var gap = InsightQuestion.InRange("gap_minutes", request.GapMinutes, MaxGapMinutes, DefaultGapMinutes);
            question.WithLimit(request.Limit).With("gap_minutes", gap);
            return new ListSessionsResponse
            {
                Period = question.Period.ToMessage(),
                Sessions = { plays.Read<Session>(InsightStatements.Sessions, question.Values, cancellationToken) },
                Lengths = { plays.Read<SessionLength>(InsightStatements.SessionLengths, question.Values, cancellationToken) },
                PreviousLengths = { Previous<SessionLength>(plays, InsightStatements.SessionLengths, question, cancellationToken) },
            };
        });

    public GetDiscoveryResponse GetDiscovery(AccountName account, GetDiscoveryRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new GetDiscoveryResponse
        {
            Period = question.Period.ToMessage(),
            Months = { plays.Read<DiscoveryMonth>(InsightStatements.Discovery, question.Values, cancellationToken) },
            Previous = { Previous<DiscoveryMonth>(plays, InsightStatements.Discovery, question, cancellationToken) },
        });

    public ListSkipsResponse ListSkips(AccountName account, ListSkipsRequest request, CancellationToken cancellationToken) =>
        Answer(account, request.Filter, (plays, question) => new ListSkipsResponse
        {
            Artists = { plays.Read<ArtistSkips>(InsightStatements.Skips, question.WithLimit(request.Limit).Values, cancellationToken) },
            Reasons = { plays.Read<ReasonSkips>(InsightStatements.SkipReasons, question.Values, cancellationToken) },
            PreviousReasons = { Previous<ReasonSkips>(plays, InsightStatements.SkipReasons, question, cancellationToken) },
            Period = question.Period.ToMessage(),
        });

    private static IReadOnlyList<TRow> Previous<TRow>(
        IPlaysSnapshot plays, InsightStatement statement, InsightQuestion question, CancellationToken cancellationToken)
        where TRow : IMessage<TRow>, new() =>
        question.PreviousValues is { } values ? plays.Read<TRow>(statement, values, cancellationToken) : [];

    private TResponse Answer<TResponse>(
        AccountName account, InsightFilter? filter, Func<IPlaysSnapshot, InsightQuestion, TResponse> answer, [CallerMemberName] string name = "")
    {
        var start = clock.GetTimestamp();
        using var plays = published.Open(account);
        var response = answer(plays, InsightMapper.Read(filter, Today(plays)));
        metrics.Answered(name, clock.GetElapsedTime(start));
        return response;
    }

    /// <summary>A streak is current when it reaches the last day of the period; of all time that is today.</summary>
    private string LastDay(IPlaysSnapshot plays, InsightFilter? filter, InsightQuestion question) =>
        question.Period.To != DateOnly.MaxValue ? Period.Text(question.Period.To)
        : filter?.Today is { Length: > 0 } today ? today
        : Period.Text(Today(plays));

    private DateOnly Today(IPlaysSnapshot plays) => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(plays.TimeZone)).DateTime);
}

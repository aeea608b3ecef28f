using Grpc.Core;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Api;

namespace SpotifyPlatform.ListeningHistory.Grpc;

internal sealed class InsightsGrpcService(InsightApi insights, ExclusionApi exclusions, AccountAccess access) : InsightsService.InsightsServiceBase
{
    public override Task<GetSummaryResponse> GetSummary(GetSummaryRequest request, ServerCallContext context) =>
        Answer(insights.GetSummary, request.Account, request, context);

    public override Task<ListTopArtistsResponse> ListTopArtists(ListTopArtistsRequest request, ServerCallContext context) =>
        Answer(insights.ListTopArtists, request.Account, request, context);

    public override Task<ListTopTracksResponse> ListTopTracks(ListTopTracksRequest request, ServerCallContext context) =>
        Answer(insights.ListTopTracks, request.Account, request, context);

    public override Task<ListTopAlbumsResponse> ListTopAlbums(ListTopAlbumsRequest request, ServerCallContext context) =>
        Answer(insights.ListTopAlbums, request.Account, request, context);

    public override Task<GetOverTimeResponse> GetOverTime(GetOverTimeRequest request, ServerCallContext context) =>
        Answer(insights.GetOverTime, request.Account, request, context);

    public override Task<GetWeekdayHoursResponse> GetWeekdayHours(GetWeekdayHoursRequest request, ServerCallContext context) =>
        Answer(insights.GetWeekdayHours, request.Account, request, context);

    public override Task<GetCalendarResponse> GetCalendar(GetCalendarRequest request, ServerCallContext context) =>
        Answer(insights.GetCalendar, request.Account, request, context);

    public override Task<ListGenresResponse> ListGenres(ListGenresRequest request, ServerCallContext context) =>
        Answer(insights.ListGenres, request.Account, request, context);

    public override Task<GetReleaseYearsResponse> GetReleaseYears(GetReleaseYearsRequest request, ServerCallContext context) =>
        Answer(insights.GetReleaseYears, request.Account, request, context);

    public override Task<GetPopularityResponse> GetPopularity(GetPopularityRequest request, ServerCallContext context) =>
        Answer(insights.GetPopularity, request.Account, request, context);

    public override Task<ListSessionsResponse> ListSessions(ListSessionsRequest request, ServerCallContext context) =>
        Answer(insights.ListSessions, request.Account, request, context);

    public override Task<GetDiscoveryResponse> GetDiscovery(GetDiscoveryRequest request, ServerCallContext context) =>
        Answer(insights.GetDiscovery, request.Account, request, context);

    public override Task<ListSkipsResponse> ListSkips(ListSkipsRequest request, ServerCallContext context) =>
        Answer(insights.ListSkips, request.Account, request, context);

    public override Task<ListExclusionsResponse> ListExclusions(ListExclusionsRequest request, ServerCallContext context) =>
        RpcErrors.GuardAsync(() => Task.FromResult(exclusions.List(access.Check(request.Account, context))));

    public override Task<AddExclusionResponse> AddExclusion(AddExclusionRequest request, ServerCallContext context) => RpcErrors.GuardAsync(async () =>
    {
        await exclusions.AddAsync(access.Check(request.Account, context), request.Exclusion, context.CancellationToken).ConfigureAwait(false);
        return new AddExclusionResponse();
    });

    public override Task<RemoveExclusionResponse> RemoveExclusion(RemoveExclusionRequest request, ServerCallContext context) => RpcErrors.GuardAsync(async () =>
    {
        await exclusions.RemoveAsync(access.Check(request.Account, context), request.Exclusion, context.CancellationToken).ConfigureAwait(false);
        return new RemoveExclusionResponse();
    });

    private Task<TResponse> Answer<TRequest, TResponse>(
        Func<AccountName, TRequest, CancellationToken, TResponse> answer, string account, TRequest request, ServerCallContext context) =>
        RpcErrors.GuardAsync(() => Task.FromResult(answer(access.Check(account, context), request, context.CancellationToken)));
}

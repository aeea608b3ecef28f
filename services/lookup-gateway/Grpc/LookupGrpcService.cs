using Grpc.Core;
using Microsoft.AspNetCore.RateLimiting;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Admission;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Grpc;

/// <summary>The read API over gRPC.</summary>
[EnableRateLimiting(AdmissionPolicies.Read)]
internal sealed class LookupGrpcService(LookupApi api, ILogger<LookupGrpcService> logger) : LookupService.LookupServiceBase
{
    public override Task<GetTrackResponse> GetTrack(GetTrackRequest request, ServerCallContext context) =>
        Answer(api.GetTrackAsync, request, context);

    public override Task<BatchGetTracksResponse> BatchGetTracks(BatchGetTracksRequest request, ServerCallContext context) =>
        Answer(api.BatchGetTracksAsync, request, context);

    public override Task<GetArtistResponse> GetArtist(GetArtistRequest request, ServerCallContext context) =>
        Answer(api.GetArtistAsync, request, context);

    public override Task<GetFeaturesResponse> GetFeatures(GetFeaturesRequest request, ServerCallContext context) =>
        Answer(api.GetFeaturesAsync, request, context);

    public override Task<GetAnalysisResponse> GetAnalysis(GetAnalysisRequest request, ServerCallContext context) =>
        Answer(api.GetAnalysisAsync, request, context);

    [EnableRateLimiting(AdmissionPolicies.Search)]
    public override Task<FindSimilarResponse> FindSimilar(FindSimilarRequest request, ServerCallContext context) =>
        Answer(api.FindSimilarAsync, request, context);

    public override Task<FindCooccurringResponse> FindCooccurring(FindCooccurringRequest request, ServerCallContext context) =>
        Answer(api.FindCooccurringAsync, request, context);

    public override Task<GetPairResponse> GetPair(GetPairRequest request, ServerCallContext context) =>
        Answer(api.GetPairAsync, request, context);

    public override Task<BatchGetPairsResponse> BatchGetPairs(BatchGetPairsRequest request, ServerCallContext context) =>
        Answer(api.BatchGetPairsAsync, request, context);

    public override Task<CountPairsResponse> CountPairs(CountPairsRequest request, ServerCallContext context) =>
        Answer(api.CountPairsAsync, request, context);

    private async Task<TResponse> Answer<TRequest, TResponse>(
        Func<TRequest, CancellationToken, Task<TResponse>> answer, TRequest request, ServerCallContext context)
    {
        try
        {
            return await answer(request, context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (RpcExceptions.From(ex).Measured(context) is { } status)
        {
            if (status.StatusCode == StatusCode.DataLoss)
                Log.StoreDamaged(logger, ex);
            else if (status.StatusCode == StatusCode.Unavailable && ex is not TableNotBuiltException)
                Log.StoreUnavailable(logger, ex);
            throw status;
        }
    }
}

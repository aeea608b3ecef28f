using Grpc.Core;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Contract;

namespace SpotifyPlatform.LookupGateway.Grpc;

internal sealed class LookupGrpcService(Answering answering, ILogger<LookupGrpcService> logger) : LookupService.LookupServiceBase
{
    public override Task<GetTrackResponse> GetTrack(GetTrackRequest request, ServerCallContext context) =>
        Answer(answering.GetTrackAsync, request, context);

    public override Task<BatchGetTracksResponse> BatchGetTracks(BatchGetTracksRequest request, ServerCallContext context) =>
        Answer(answering.BatchGetTracksAsync, request, context);

    public override Task<GetFeaturesResponse> GetFeatures(GetFeaturesRequest request, ServerCallContext context) =>
        Answer(answering.GetFeaturesAsync, request, context);

    public override Task<GetAnalysisResponse> GetAnalysis(GetAnalysisRequest request, ServerCallContext context) =>
        Answer(answering.GetAnalysisAsync, request, context);

    public override Task<FindSimilarResponse> FindSimilar(FindSimilarRequest request, ServerCallContext context) =>
        Answer(answering.FindSimilarAsync, request, context);

    public override Task<FindCooccurringResponse> FindCooccurring(FindCooccurringRequest request, ServerCallContext context) =>
        Answer(answering.FindCooccurringAsync, request, context);

    private async Task<TResponse> Answer<TRequest, TResponse>(
        Func<TRequest, CancellationToken, Task<TResponse>> answer, TRequest request, ServerCallContext context)
    {
        try
        {
            return await answer(request, context.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (RpcExceptions.From(e) is { } status)
        {
            if (status.StatusCode == StatusCode.Unavailable)
                Log.StoreUnavailable(logger, e);
            throw status;
        }
    }
}

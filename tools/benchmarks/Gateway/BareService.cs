using Google.Protobuf;
using Grpc.Core;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>Answers every question at once with the same message.</summary>
internal sealed class BareService : LookupService.LookupServiceBase
{
    private volatile IMessage answer = new GetTrackResponse();

    public void AnswerWith(IMessage message) => answer = message;

    public override Task<GetTrackResponse> GetTrack(GetTrackRequest request, ServerCallContext context) => Task.FromResult((GetTrackResponse)answer);

    public override Task<FindCooccurringResponse> FindCooccurring(FindCooccurringRequest request, ServerCallContext context) => Task.FromResult((FindCooccurringResponse)answer);

    public override Task<FindSimilarResponse> FindSimilar(FindSimilarRequest request, ServerCallContext context) => Task.FromResult((FindSimilarResponse)answer);
}

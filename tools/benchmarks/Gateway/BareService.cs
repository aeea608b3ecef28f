using Google.Protobuf;
using Grpc.Core;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.Benchmarks.Gateway;

/// <summary>Answers every question at once with the same message, after a search of the index where one is set.</summary>
internal sealed class BareService : LookupService.LookupServiceBase
{
    private volatile IMessage answer = new GetTrackResponse();

    /// <summary>Searches for the neighbours of a track; null for none.</summary>
    public Func<string, Task>? Search { get; set; }

    public void AnswerWith(IMessage message) => answer = message;

    public override Task<GetTrackResponse> GetTrack(GetTrackRequest request, ServerCallContext context) => Task.FromResult((GetTrackResponse)answer);

    public override Task<FindCooccurringResponse> FindCooccurring(FindCooccurringRequest request, ServerCallContext context) => Task.FromResult((FindCooccurringResponse)answer);

    public override async Task<FindSimilarResponse> FindSimilar(FindSimilarRequest request, ServerCallContext context)
    {
        if (Search is not null)
            await Search(request.Track);
        return (FindSimilarResponse)answer;
    }
}

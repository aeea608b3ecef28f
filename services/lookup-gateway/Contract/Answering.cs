using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;

namespace SpotifyPlatform.LookupGateway.Contract;

/// <summary>The read API's calls as requests and responses of the contract; gRPC, JSON and the command line all answer through it.</summary>
public sealed class Answering(TrackLookup lookup, SimilarLookup similar)
{
    public async Task<GetTrackResponse> GetTrackAsync(GetTrackRequest request, CancellationToken cancellationToken) =>
        new() { Track = (await lookup.GetTrackAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToMessage() };

    public async Task<BatchGetTracksResponse> BatchGetTracksAsync(BatchGetTracksRequest request, CancellationToken cancellationToken)
    {
        var (tracks, unknown) = await lookup.BatchGetAsync(Limits.Batch(request.Tracks), cancellationToken).ConfigureAwait(false);
        return new BatchGetTracksResponse { Tracks = { tracks.Select(t => t.ToMessage()) }, Unknown = { unknown } };
    }

    public async Task<GetFeaturesResponse> GetFeaturesAsync(GetFeaturesRequest request, CancellationToken cancellationToken) =>
        new() { Features = (await lookup.GetFeaturesAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToMessage() };

    public async Task<GetAnalysisResponse> GetAnalysisAsync(GetAnalysisRequest request, CancellationToken cancellationToken) =>
        new() { Analysis = (await lookup.GetAnalysisAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToMessage() };

    public async Task<FindSimilarResponse> FindSimilarAsync(FindSimilarRequest request, CancellationToken cancellationToken) =>
        (await similar.FindAsync(request.ToQuestion(), cancellationToken).ConfigureAwait(false)).ToMessage();

    public async Task<FindCooccurringResponse> FindCooccurringAsync(FindCooccurringRequest request, CancellationToken cancellationToken) =>
        (await lookup.FindCooccurringAsync(request.Track, Limits.Results(request.Limit), cancellationToken).ConfigureAwait(false)).ToMessage();
}

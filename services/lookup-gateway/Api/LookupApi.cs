using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>The read API on protobuf messages. gRPC, JSON and the command line all call it.</summary>
public sealed class LookupApi(TrackLookup lookup, SimilarLookup similar)
{
    public async Task<GetTrackResponse> GetTrackAsync(GetTrackRequest request, CancellationToken cancellationToken) =>
        new() { Track = (await lookup.GetTrackAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToProto() };

    public async Task<BatchGetTracksResponse> BatchGetTracksAsync(BatchGetTracksRequest request, CancellationToken cancellationToken)
    {
        var (tracks, unknown) = await lookup.BatchGetAsync(Limits.Batch(request.Tracks), cancellationToken).ConfigureAwait(false);
        return new BatchGetTracksResponse { Tracks = { tracks.Select(t => t.ToProto()) }, Unknown = { unknown } };
    }

    public async Task<GetFeaturesResponse> GetFeaturesAsync(GetFeaturesRequest request, CancellationToken cancellationToken) =>
        new() { Features = (await lookup.GetFeaturesAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToProto() };

    public async Task<GetAnalysisResponse> GetAnalysisAsync(GetAnalysisRequest request, CancellationToken cancellationToken) =>
        new() { Analysis = (await lookup.GetAnalysisAsync(request.Track, cancellationToken).ConfigureAwait(false)).ToProto() };

    public async Task<FindSimilarResponse> FindSimilarAsync(FindSimilarRequest request, CancellationToken cancellationToken) =>
        (await similar.FindAsync(request.ToQuery(), cancellationToken).ConfigureAwait(false)).ToProto();

    public async Task<FindCooccurringResponse> FindCooccurringAsync(FindCooccurringRequest request, CancellationToken cancellationToken) =>
        (await lookup.FindCooccurringAsync(request.Track, Limits.Results(request.Limit), cancellationToken).ConfigureAwait(false)).ToProto();

    public async Task<GetPairResponse> GetPairAsync(GetPairRequest request, CancellationToken cancellationToken) =>
        new() { Pair = (await lookup.GetPairAsync(request.TrackA, request.TrackB, cancellationToken).ConfigureAwait(false)).ToProto() };

    public async Task<CountPairsResponse> CountPairsAsync(CountPairsRequest request, CancellationToken cancellationToken) =>
        new() { Pairs = await lookup.CountPairsAsync(cancellationToken).ConfigureAwait(false) };
}

using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.Platform.Hosting;

namespace SpotifyPlatform.Platform.Lookups;

/// <summary>Answers from a data folder with the read API's code; no server is needed.</summary>
internal sealed class FolderLookup(DataFolder data) : ILookup
{
    private readonly ServiceProvider services = PlatformHost.Lookup(data);

    private LookupApi Api => services.GetRequiredService<LookupApi>();

    public Task<GetTrackResponse> GetTrackAsync(GetTrackRequest request, CancellationToken cancellationToken) => Api.GetTrackAsync(request, cancellationToken);

    public Task<GetArtistResponse> GetArtistAsync(GetArtistRequest request, CancellationToken cancellationToken) => Api.GetArtistAsync(request, cancellationToken);

    public Task<GetFeaturesResponse> GetFeaturesAsync(GetFeaturesRequest request, CancellationToken cancellationToken) => Api.GetFeaturesAsync(request, cancellationToken);

    public Task<GetAnalysisResponse> GetAnalysisAsync(GetAnalysisRequest request, CancellationToken cancellationToken) => Api.GetAnalysisAsync(request, cancellationToken);

    public Task<FindSimilarResponse> FindSimilarAsync(FindSimilarRequest request, CancellationToken cancellationToken) => Api.FindSimilarAsync(request, cancellationToken);

    public Task<FindCooccurringResponse> FindCooccurringAsync(FindCooccurringRequest request, CancellationToken cancellationToken) =>
        Api.FindCooccurringAsync(request, cancellationToken);

    public Task<BatchGetPairsResponse> BatchGetPairsAsync(BatchGetPairsRequest request, CancellationToken cancellationToken) =>
        Api.BatchGetPairsAsync(request, cancellationToken);

    public Task<CountPairsResponse> CountPairsAsync(CountPairsRequest request, CancellationToken cancellationToken) => Api.CountPairsAsync(request, cancellationToken);

    public Task<ListTablesResponse> ListTablesAsync(CancellationToken cancellationToken) => services.GetRequiredService<TablesApi>().ListAsync(cancellationToken);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

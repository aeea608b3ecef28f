using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Tables.V1;

namespace SpotifyPlatform.Platform.Lookups;

/// <summary>Asks a running gateway over gRPC.</summary>
internal sealed class GatewayLookup : ILookup
{
    private readonly Gateway gateway;
    private readonly LookupService.LookupServiceClient lookup;
    private readonly TablesService.TablesServiceClient tables;

    public GatewayLookup(Uri address)
    {
        gateway = new Gateway(address);
        lookup = new LookupService.LookupServiceClient(gateway.Channel);
        tables = new TablesService.TablesServiceClient(gateway.Channel);
    }

    public Task<GetTrackResponse> GetTrackAsync(GetTrackRequest request, CancellationToken cancellationToken) =>
        gateway.AskAsync(lookup.GetTrackAsync, request, cancellationToken);

    public Task<GetArtistResponse> GetArtistAsync(GetArtistRequest request, CancellationToken cancellationToken) =>
        gateway.AskAsync(lookup.GetArtistAsync, request, cancellationToken);

    public Task<GetFeaturesResponse> GetFeaturesAsync(GetFeaturesRequest request, CancellationToken cancellationToken) =>
        gateway.AskAsync(lookup.GetFeaturesAsync, request, cancellationToken);

    public Task<GetAnalysisResponse> GetAnalysisAsync(GetAnalysisRequest request, CancellationToken cancellationToken) =>
        gateway.AskAsync(lookup.GetAnalysisAsync, request, cancellationToken);

    public Task<FindSimilarResponse> FindSimilarAsync(FindSimilarRequest request, CancellationToken cancellationToken) =>
        gateway.AskAsync(lookup.FindSimilarAsync, request, cancellationToken);

    public Task<FindCooccurringResponse> FindCooccurringAsync(FindCooccurringRequest request, CancellationToken cancellationToken) =>
        gateway.AskAsync(lookup.FindCooccurringAsync, request, cancellationToken);

    public Task<BatchGetPairsResponse> BatchGetPairsAsync(BatchGetPairsRequest request, CancellationToken cancellationToken) =>
        gateway.AskAsync(lookup.BatchGetPairsAsync, request, cancellationToken);

    public Task<CountPairsResponse> CountPairsAsync(CountPairsRequest request, CancellationToken cancellationToken) =>
        gateway.AskAsync(lookup.CountPairsAsync, request, cancellationToken);

    public Task<ListTablesResponse> ListTablesAsync(CancellationToken cancellationToken) =>
        gateway.AskAsync(tables.ListTablesAsync, new ListTablesRequest(), cancellationToken);

    public ValueTask DisposeAsync()
    {
        gateway.Dispose();
        return ValueTask.CompletedTask;
    }
}

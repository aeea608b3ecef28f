using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Tables.V1;

namespace SpotifyPlatform.Platform.Lookups;

/// <summary>
/// The read API of a data folder or of a running gateway. Both fail alike: with the exceptions of the gateway's domain, and with
/// <see cref="Storage.TableNotBuiltException"/>.
/// </summary>
internal interface ILookup : IAsyncDisposable
{
    Task<GetTrackResponse> GetTrackAsync(GetTrackRequest request, CancellationToken cancellationToken);

    Task<GetArtistResponse> GetArtistAsync(GetArtistRequest request, CancellationToken cancellationToken);

    Task<GetFeaturesResponse> GetFeaturesAsync(GetFeaturesRequest request, CancellationToken cancellationToken);

    Task<GetAnalysisResponse> GetAnalysisAsync(GetAnalysisRequest request, CancellationToken cancellationToken);

    Task<FindSimilarResponse> FindSimilarAsync(FindSimilarRequest request, CancellationToken cancellationToken);

    Task<FindCooccurringResponse> FindCooccurringAsync(FindCooccurringRequest request, CancellationToken cancellationToken);

    Task<BatchGetPairsResponse> BatchGetPairsAsync(BatchGetPairsRequest request, CancellationToken cancellationToken);

    Task<CountPairsResponse> CountPairsAsync(CountPairsRequest request, CancellationToken cancellationToken);

    Task<ListTablesResponse> ListTablesAsync(CancellationToken cancellationToken);
}

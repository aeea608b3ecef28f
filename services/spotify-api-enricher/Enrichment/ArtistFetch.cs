using System.Runtime.ExceptionServices;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;

namespace SpotifyPlatform.SpotifyApiEnricher.Enrichment;

/// <summary>The lake's door to <see cref="ArtistEnrichment"/>.</summary>
internal sealed class ArtistFetch(ArtistEnrichment enrichment) : IArtistFetch
{
    public async Task<FetchedArtists> FetchAsync(FetchRequest request, string folder, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var result = await enrichment.RunAsync(request, folder, progress, cancellationToken).ConfigureAwait(false);
        var fetched = new FetchedArtists(result.File?.Path, result.File?.Artists ?? 0, result.Missing);
        switch (result.Run.Failure)
        {
            case null:
                return fetched;
            case QuotaExhaustedException quota:
                throw new RateLimitedException(quota.Until, fetched);
            case SpotifyAuthenticationException refused:
                throw new AuthenticationFailedException(refused.Reason, SpotifyCredentials.Names);
            case ApiEndpointRefusedException refused:
                throw new EndpointRefusedException(refused.Message, refused);
            default:
                ExceptionDispatchInfo.Throw(result.Run.Failure);
                throw result.Run.Failure;
        }
    }

    public Task<TimeSpan> EstimateAsync(FetchRequest request, CancellationToken cancellationToken) => Task.FromResult(enrichment.Plan(request).Duration);
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Sqlite;

/// <summary>Unhealthy while the catalogue cannot be read. A catalogue that is not there yet does not hold readiness back.</summary>
internal sealed class CatalogCheck(ICatalog catalogue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await catalogue.GetAsync([new TrackId(0)], cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }
}

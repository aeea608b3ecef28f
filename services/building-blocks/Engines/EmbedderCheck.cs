using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpotifyPlatform.Embedding;

namespace SpotifyPlatform.Engines;

/// <summary>Healthy while the last embedding that succeeded is younger than a minute or a new one succeeds.</summary>
internal sealed class EmbedderCheck(IServiceProvider services, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private long? succeededAt;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (succeededAt is { } at && time.GetElapsedTime(at) < MaxAge)
            return HealthCheckResult.Healthy();
        await services.GetRequiredService<IEmbedder>().EmbedAsync(["music"], cancellationToken).ConfigureAwait(false);
        succeededAt = time.GetTimestamp();
        return HealthCheckResult.Healthy();
    }
}

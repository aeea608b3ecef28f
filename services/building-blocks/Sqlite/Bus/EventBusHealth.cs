using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Ready when the log can be read.</summary>
internal sealed class EventBusHealth(IEventBus bus) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await bus.ReadLagAsync(cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }
}

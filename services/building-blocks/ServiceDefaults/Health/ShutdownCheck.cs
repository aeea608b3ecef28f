using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpotifyPlatform.ServiceDefaults.Shutdown;

namespace SpotifyPlatform.ServiceDefaults.Health;

/// <summary>Unhealthy while the service drains.</summary>
internal sealed class ShutdownCheck(ShutdownState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.Draining.IsCancellationRequested ? HealthCheckResult.Unhealthy("The service is stopping.") : HealthCheckResult.Healthy());
}

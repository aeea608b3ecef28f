using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SpotifyPlatform.ServiceDefaults.Shutdown;

/// <summary>Where the process is on its way out. As a health check it makes a draining service not ready.</summary>
internal sealed class ServingState : IHealthCheck, IDisposable
{
    private readonly CancellationTokenSource draining = new();
    private readonly CancellationTokenSource stopping = new();

    /// <summary>Not ready any more, still answering.</summary>
    public CancellationToken Draining => draining.Token;

    /// <summary>Requests without an end must end now.</summary>
    public CancellationToken Stopping => stopping.Token;

    public void Drain() => draining.Cancel();

    public void Stop() => stopping.Cancel();

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(draining.IsCancellationRequested ? HealthCheckResult.Unhealthy("The service is stopping.") : HealthCheckResult.Healthy());

    public void Dispose()
    {
        draining.Dispose();
        stopping.Dispose();
    }
}

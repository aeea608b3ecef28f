using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpotifyPlatform.ServiceDefaults.Shutdown;

namespace SpotifyPlatform.ServiceDefaults.Health;

/// <summary>The two questions that health answers, over HTTP and gRPC alike.</summary>
internal sealed class ServiceHealth(HealthCheckService checks, ServingState state)
{
    /// <summary>That it answers is the answer. No dependency can make it say no: a restart would not mend one.</summary>
    public static HealthReport Live { get; } = new(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero);

    /// <summary>Every registered check; and no, without asking them, while the service drains.</summary>
    public Task<HealthReport> ReadyAsync(CancellationToken cancellationToken) =>
        state.Draining.IsCancellationRequested ? Task.FromResult(Stopping) : checks.CheckHealthAsync(cancellationToken);

    private static HealthReport Stopping { get; } = new(
        new Dictionary<string, HealthReportEntry>
        {
            ["serving"] = new(HealthStatus.Unhealthy, "The service is stopping.", TimeSpan.Zero, exception: null, data: null),
        },
        TimeSpan.Zero);
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using SpotifyPlatform.ServiceDefaults.Shutdown;

namespace SpotifyPlatform.ServiceDefaults.Health;

/// <summary>Liveness and readiness. Callers share one run of the checks, so that probing often does not load the stores.</summary>
internal sealed class ServiceHealth(HealthCheckService checks, ShutdownState state, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private Task<HealthReport>? run;
    private long startedAt;

    /// <summary>Liveness checks no dependencies: restarting the process would not repair one.</summary>
    public static HealthReport Live { get; } = new(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero);

    private static HealthReport Stopping { get; } = Unhealthy("serving", "The service is stopping.");

    private static HealthReport TimedOut { get; } = Unhealthy("checks", $"The health checks did not finish within {Timeout.TotalSeconds} s.");

    /// <summary>All registered checks, at most a second old. Unhealthy, without running them, while the service drains.</summary>
    public async Task<HealthReport> ReadyAsync(CancellationToken cancellationToken)
    {
        if (state.Draining.IsCancellationRequested)
            return Stopping;
        try
        {
            return await SharedRun().WaitAsync(Timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return TimedOut;
        }
    }

    private Task<HealthReport> SharedRun()
    {
        lock (gate)
        {
            if (run is null || (run.IsCompleted && time.GetElapsedTime(startedAt) >= MaxAge))
            {
                startedAt = time.GetTimestamp();
                run = Task.Run(() => checks.CheckHealthAsync(CancellationToken.None)); // Checks may block; the lock must not be held meanwhile.
            }

            return run;
        }
    }

    private static HealthReport Unhealthy(string check, string description) => new(
        new Dictionary<string, HealthReportEntry> { [check] = new(HealthStatus.Unhealthy, description, TimeSpan.Zero, exception: null, data: null) },
        TimeSpan.Zero);
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SpotifyPlatform.ServiceDefaults.Health;

/// <summary>Healthy when a call to a dependency succeeds, or succeeded less than <paramref name="reuse"/> ago.</summary>
internal sealed class ProbeCheck<TService>(
    IServiceProvider services, Func<TService, CancellationToken, Task> probe, TimeSpan reuse, ProbeCheck<TService>.LastSuccess last) : IHealthCheck
    where TService : notnull
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var time = services.GetRequiredService<TimeProvider>();
        if (last.Timestamp is { } at && time.GetElapsedTime(at) < reuse)
            return HealthCheckResult.Healthy();

        // Resolved here, because a store that cannot be opened must fail the check and not the host.
        await probe(services.GetRequiredService<TService>(), cancellationToken).ConfigureAwait(false);
        last.Timestamp = time.GetTimestamp();
        return HealthCheckResult.Healthy();
    }

    /// <summary>Outlives the check, of which there is one for each run.</summary>
    internal sealed class LastSuccess
    {
        public long? Timestamp { get; set; }
    }
}

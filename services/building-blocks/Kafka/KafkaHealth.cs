using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SpotifyPlatform.Kafka;

/// <summary>Ready when a broker answers.</summary>
internal sealed class KafkaHealth(KafkaEventBus bus) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await bus.Broker.PingAsync(cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }
}

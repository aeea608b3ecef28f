using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ServiceDefaults.Resilience;

namespace SpotifyPlatform.Kafka.Rights;

/// <summary>
/// Refuses to start where the user of this process lacks a right that its consumers and producers need, and names every one of them. A broker that
/// does not answer is waited for. A service that answers without the bus starts all the same, and the refusal is a critical line in its log.
/// </summary>
internal sealed class RightsCheck(
    KafkaEventBus bus, BusUse use, IEnumerable<RegisteredConsumer> consumers, IEnumerable<RegisteredProducer> producers, IOptions<KafkaOptions> options, TimeProvider time,
    ILogger<RightsCheck> logger) : BackgroundService
{
    /// <exception cref="KafkaRefusedException">A right is missing, or the user is not let in.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (use.IsNeededToServe)
            await CheckAsync(cancellationToken).ConfigureAwait(false);
        else
            await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await CheckAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (KafkaRefusedException ex)
        {
            Log.ServesWithoutRights(logger, ex.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var wanted = WantedRight.Of([.. consumers], [.. producers]);
        var untilAnswered = new RetryPolicy(int.MaxValue, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TransientFaultException.IsTransient)
        {
            OnRetry = attempt => Log.RightsUnknown(logger, attempt.Number, attempt.Delay, attempt.Exception),
        };
        var missing = await RetryPipeline.Build(untilAnswered, time)
            .ExecuteAsync(async token => await bus.MissingRightsAsync(wanted, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            throw new KafkaRefusedException(
                $"Kafka user {options.Value.User} lacks {string.Join(", ", missing)}. Grant what 'platform topics acls' lists for this service with 'platform topics acls --apply'.");
    }
}

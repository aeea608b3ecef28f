using Microsoft.Extensions.Options;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Enrichment;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher.Consumers;

/// <summary>
/// Works on the queue of requested enrichment while the quota lasts, and publishes what was enriched, also by another process. Without
/// credentials it does nothing.
/// </summary>
internal sealed class RequestWorker(
    RequestedEnrichment enrichment, OutboxPublisher outbox, SpotifyCredentials credentials, IQuotaStore quota, QuotaRules rules,
    IOptions<SpotifyApiEnricherOptions> options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<RequestWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!credentials.AreSet)
        {
            Log.Disabled(logger);
            return;
        }

        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await WorkAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(Pause(), time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // Whatever it is, it must end the process with its code rather than a worker in silence.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            Log.WorkerFailed(logger, ex);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A run takes a part of the queue; what failed or was deferred waits for the next look.
            while (enrichment.HasWork && (await enrichment.RunAsync(progress: null, cancellationToken).ConfigureAwait(false)) is { Outcome: RunOutcomeKind.Done, Requests: > 0 })
                await outbox.RunAsync(cancellationToken).ConfigureAwait(false);
            await outbox.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (TransientFaultException.IsTransient(ex))
        {
            Log.WorkerDelayed(logger, ex);
        }
    }

    /// <summary>No look at the queue before the deadline that the Web API set.</summary>
    private TimeSpan Pause()
    {
        var now = time.GetUtcNow();
        var left = (quota.Read(rules, now).Deadline ?? now) - now;
        return left > options.Value.RequestInterval ? left : options.Value.RequestInterval;
    }
}

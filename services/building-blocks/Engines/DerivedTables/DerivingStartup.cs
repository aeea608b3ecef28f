using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ServiceDefaults.Resilience;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>
/// Derives every table of this process once when it starts: what no event will trigger, because an option or the code has changed, a generation was
/// deleted, or the process ended before it was done. What was refused is tried again. Faults that may pass are retried; any other ends the process.
/// </summary>
public sealed class DerivingStartup(IEnumerable<DerivedTable> tables, TimeProvider time, ILogger<DerivingStartup> logger) : BackgroundService
{
    private volatile bool isComplete;

    /// <summary>Whether all work that is left is on the bus.</summary>
    public bool IsComplete => isComplete;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var table in tables)
            await DeriveAsync(table.Deriver, stoppingToken).ConfigureAwait(false);
        isComplete = true;
    }

    private async Task DeriveAsync(TableDeriver deriver, CancellationToken stopping)
    {
        var policy = new RetryPolicy(int.MaxValue, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TransientFaultException.IsTransient)
        {
            OnRetry = attempt => Log.Retrying(logger, deriver.Table, attempt.Number, attempt.Delay, attempt.Exception),
        };
        await RetryPipeline.Build(policy, time)
            .ExecuteAsync(static async (deriver, stopping) => await deriver.RetryAsync(stopping).ConfigureAwait(false), deriver, stopping)
            .ConfigureAwait(false);
    }
}

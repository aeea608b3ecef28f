using Microsoft.Extensions.Hosting;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>
/// Derives every table of this process once when it starts: what no event will trigger, because an option or the code has changed, a generation was
/// deleted, or the process ended before it was done. What was refused is tried again.
/// </summary>
public sealed class DerivingStartup(IEnumerable<DerivedTable> tables) : BackgroundService
{
    private volatile bool isComplete;

    /// <summary>Whether all work that is left is on the bus.</summary>
    public bool IsComplete => isComplete;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var table in tables)
            await table.Deriver.RetryAsync(stoppingToken).ConfigureAwait(false);
        isComplete = true;
    }
}

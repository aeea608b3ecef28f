namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// Mines at startup what no event will trigger: the rules changed, the table was deleted, or the process ended before it was done.
/// </summary>
internal sealed class MiningStartupService(MiningJob job, MiningStatus status) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await job.MineIfDueAsync(stoppingToken).ConfigureAwait(false);
        status.CompleteStartup();
    }
}

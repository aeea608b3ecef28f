namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// Mines at startup what no event will trigger: the rules changed, the pair store was deleted, or the process ended within a run.
/// </summary>
internal sealed class MiningStartupService(MiningJob job, MiningStatus status) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await job.MineIfMissingAsync(stoppingToken).ConfigureAwait(false);
        status.CompleteStartup();
    }
}

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// Mines at start what no event will ask for: rules may have changed, the pair store may be gone, the process may have ended
/// within a run.
/// </summary>
internal sealed class StartCheck(MiningJob job, MiningStatus status) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await job.MineIfMissingAsync(stoppingToken).ConfigureAwait(false);
        status.StartChecked();
    }
}

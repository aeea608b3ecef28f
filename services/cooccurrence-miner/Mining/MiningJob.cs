using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// Mines the current playlists file once all of it is there. The pairs are replaced before the run is remembered: a crash
/// between the two mines the same pairs again.
/// </summary>
internal sealed class MiningJob(
    IBasketStore baskets, IPairStore pairs, PairMiner miner, CooccurrenceMinerMetrics metrics, TimeProvider time, ILogger<MiningJob> logger)
    : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Mines unless nothing is complete or its pairs are mined already.</summary>
    public Task MineIfDueAsync(CancellationToken cancellationToken) =>
        InTurnAsync(file => Task.FromResult(!IsMined(file, out _)), cancellationToken);

    /// <summary>The same, and mines again when the pair store does not hold what the last run put there.</summary>
    public Task MineIfMissingAsync(CancellationToken cancellationToken) => InTurnAsync(
        async file => !IsMined(file, out var run) || await pairs.CountAsync(cancellationToken).ConfigureAwait(false) != run!.Pairs, cancellationToken);

    public void Dispose() => turn.Dispose();

    private bool IsMined(string file, out MiningRun? run)
    {
        run = baskets.LastRun();
        return run is not null && run.FileSha256 == file && run.Rules == miner.Rules.Text;
    }

    private async Task InTurnAsync(Func<string, Task<bool>> isDue, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (baskets.FindComplete() is { } file && await isDue(file).ConfigureAwait(false))
                await MineAsync(file, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task MineAsync(string file, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        Log.MiningBegins(logger, file, miner.Rules.Text);
        var result = await Task.Run(() => baskets.Read(file, all => miner.Mine(all, cancellationToken)), cancellationToken).ConfigureAwait(false);
        await pairs.ReplaceAllAsync(result.Pairs, cancellationToken).ConfigureAwait(false);
        var run = new MiningRun(file, miner.Rules.Text, result.Playlists, result.Tracks, result.Pairs.Count);
        await baskets.RecordAsync(run, cancellationToken).ConfigureAwait(false);
        metrics.Mined(result, time.GetElapsedTime(began));
        Log.Mined(logger, file, result.Playlists, result.TooShort, result.TooLong, result.Tracks, result.Pairs.Count, time.GetElapsedTime(began));
    }
}

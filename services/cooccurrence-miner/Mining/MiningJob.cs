using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Mines the current playlists file once it is complete, or forecasts what that would take.</summary>
internal sealed class MiningJob(
    IBasketStore baskets, MinedPairTable table, TableDeriver deriver, BasketFiles files, MiningFolder folder, Forecaster forecaster, MiningRules rules,
    MiningResources resources, MiningStatus status, CooccurrenceMinerMetrics metrics, ILogger<MiningJob> logger)
    : IDisposable
{
    private readonly SemaphoreSlim mutex = new(1, 1);

    /// <summary>Brings the pairs table to what the baskets make of it: plans the ranges that are missing, or publishes the table when none is.</summary>
    public Task MineIfDueAsync(CancellationToken cancellationToken) => resources.PlanOnly
        ? ExclusivelyAsync(() => ForecastAsync(cancellationToken), cancellationToken)
        : ExclusivelyAsync(async () => await FinishAsync(await deriver.DeriveAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>Mines a range, unless it is mined already or its plan is no longer wanted; the last one publishes the table.</summary>
    /// <param name="plan">The id of the generation.</param>
    public Task MineRangeAsync(string plan, int number, CancellationToken cancellationToken) => ExclusivelyAsync(
        async () => await FinishAsync(await deriver.BuildUnitAsync(plan, number, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false),
        cancellationToken);

    public void Dispose() => mutex.Dispose();

    private async Task ExclusivelyAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await mutex.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            mutex.Release();
        }
    }

    private async Task ForecastAsync(CancellationToken cancellationToken)
    {
        if (baskets.FindComplete() is { } file)
            status.Forecast = await Task.Run(() => forecaster.Forecast(files.Open(file.Sha256, cancellationToken), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync(DerivedStatus derived, CancellationToken cancellationToken)
    {
        if (derived.State != DerivedState.Current)
            return;
        if (derived.Published is { } published)
            Tell(published);
        await baskets.RemoveSupersededAsync(cancellationToken).ConfigureAwait(false);
        folder.Clear(table.Baskets!.Path);
    }

    private void Tell(TableStore.Manifest published)
    {
        var (playlists, stored) = (published.Counts[PairTable.Playlists], published.Counts[PairTable.Stored]);
        var (tooShort, tooLong) = (published.LeftOut[CooccurrenceMinerMetrics.TooShort], published.LeftOut[CooccurrenceMinerMetrics.TooLong]);
        metrics.Mined(playlists, tooShort, tooLong, stored);
        Log.Mined(logger, rules.Text, playlists, tooShort, tooLong, published.Rows, stored);
    }
}

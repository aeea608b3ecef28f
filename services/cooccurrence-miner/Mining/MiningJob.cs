using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// Mines the current playlists file once it is complete: plans ranges of rows, counts the ranges that this worker receives, and replaces
/// the stored pairs when all ranges are counted. The pairs are replaced before the run is recorded, so a crash in between repeats only
/// the last step.
/// </summary>
internal sealed class MiningJob(
    IBasketStore baskets, IMiningLedger ledger, IPairStore pairs, BasketFiles files, RangeCoordinator ranges, Forecaster forecaster, MiningRules rules,
    MiningResources resources, MiningStatus status, CooccurrenceMinerMetrics metrics, ILogger<MiningJob> logger)
    : IDisposable
{
    private readonly SemaphoreSlim mutex = new(1, 1);

    /// <summary>The run whose ranges this process has published: a repeated event does not publish them again.</summary>
    private string? published;

    /// <summary>Plans a run if a file is complete and neither mined nor already published.</summary>
    public Task MineIfDueAsync(CancellationToken cancellationToken) => ExclusivelyAsync(
        async () =>
        {
            if (baskets.FindComplete() is not { } file)
                return;
            if (resources.PlanOnly)
                Forecast(file, cancellationToken);
            else if (!IsMined(file, out _))
                await PlanOrResumeAsync(file, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>As <see cref="MineIfDueAsync"/>; also resumes an interrupted run, and mines again when the pair store lost the pairs of the last run.</summary>
    public Task MineIfMissingAsync(CancellationToken cancellationToken) => ExclusivelyAsync(
        async () =>
        {
            if (baskets.FindComplete() is not { } file)
                return;
            if (resources.PlanOnly)
            {
                Forecast(file, cancellationToken);
                return;
            }

            if (IsMined(file, out var run) && await pairs.CountAsync(cancellationToken).ConfigureAwait(false) == run!.Pairs)
                await EndAsync(file, cancellationToken).ConfigureAwait(false);
            else
                await PlanOrResumeAsync(file, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Counts a range of the current run, unless it is counted and collected already; ranges of other runs are ignored.</summary>
    public Task CountAsync(PlannedRange range, CancellationToken cancellationToken) => ExclusivelyAsync(
        async () =>
        {
            var (run, number) = range.Id;
            if (ledger.Current() is not { } planned || planned.Id != run)
                Log.StaleRange(logger, run, number);
            else if (!ledger.Mined().ContainsKey(number))
                await ranges.CountAsync(files.Open(planned.FileSha256, cancellationToken), range, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Records a mined range; the last range ends the run.</summary>
    public Task CollectAsync(RangeId id, MinedRange range, CancellationToken cancellationToken) => ExclusivelyAsync(
        async () =>
        {
            await ledger.RecordAsync(id.Run, id.Number, range, cancellationToken).ConfigureAwait(false);
            if (ledger.Current() is { } planned && planned.Id == id.Run)
                await FinishIfMinedAsync(planned, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    public void Dispose() => mutex.Dispose();

    private bool IsMined(string file, out MiningRun? run)
    {
        run = baskets.LastRun();
        return run is not null && run.FileSha256 == file && run.Rules == rules.Text;
    }

    private PlannedRun? FindCurrentRun(string file) =>
        ledger.Current() is { } run && run.FileSha256 == file && run.Rules == rules.Text ? run : null;

    private async Task ExclusivelyAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await mutex.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            mutex.Release();
        }
    }

    private void Forecast(string file, CancellationToken cancellationToken) =>
        status.Forecast = forecaster.Forecast(files.Open(file, cancellationToken), file, cancellationToken);

    private async Task PlanOrResumeAsync(string file, CancellationToken cancellationToken)
    {
        if (FindCurrentRun(file) is not { } run)
        {
            await PlanAsync(file, cancellationToken).ConfigureAwait(false);
            return;
        }

        // The previous process may have ended after it wrote the ledger and before it published.
        if (published != run.Id)
            await PublishAsync(files.Open(file, cancellationToken), run, cancellationToken).ConfigureAwait(false);
        await FinishIfMinedAsync(run, cancellationToken).ConfigureAwait(false);
    }

    private async Task PlanAsync(string file, CancellationToken cancellationToken)
    {
        Log.MiningBegins(logger, file, rules.Text);
        var baskets = files.Open(file, cancellationToken);
        var run = ranges.Plan(baskets, file);
        if (ledger.Current() is { } former)
            await ranges.RemoveAsync(former, cancellationToken).ConfigureAwait(false);
        await ledger.BeginAsync(run, cancellationToken).ConfigureAwait(false);
        await PublishAsync(baskets, run, cancellationToken).ConfigureAwait(false);
        Log.Planned(logger, run.Id, run.Ranges);
        await FinishIfMinedAsync(run, cancellationToken).ConfigureAwait(false);
    }

    private async Task PublishAsync(BasketFile file, PlannedRun run, CancellationToken cancellationToken)
    {
        await ranges.PublishAsync(file, run, cancellationToken).ConfigureAwait(false);
        published = run.Id;
    }

    private async Task FinishIfMinedAsync(PlannedRun run, CancellationToken cancellationToken)
    {
        var mined = ledger.Mined();
        if (mined.Count < run.Ranges)
            return;
        if (!IsMined(run.FileSha256, out var last) || await pairs.CountAsync(cancellationToken).ConfigureAwait(false) != last!.Pairs)
        {
            if (!await TryStoreAsync(run, [.. mined.OrderBy(range => range.Key).Select(range => range.Value)], cancellationToken).ConfigureAwait(false))
            {
                await PlanAsync(run.FileSha256, cancellationToken).ConfigureAwait(false);
                return;
            }
        }

        await EndAsync(run.FileSha256, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(string file, CancellationToken cancellationToken)
    {
        if (ledger.Current() is { } run)
            await ranges.RemoveAsync(run, cancellationToken).ConfigureAwait(false);
        await ledger.EndAsync(cancellationToken).ConfigureAwait(false);
        ranges.Clear(file);
    }

    /// <returns>False when a range file is damaged or gone.</returns>
    private async Task<bool> TryStoreAsync(PlannedRun run, IReadOnlyList<MinedRange> mined, CancellationToken cancellationToken)
    {
        var opened = new List<LocalArtifact>();
        try
        {
            foreach (var range in mined)
            {
                if (await ranges.OpenAsync(range, cancellationToken).ConfigureAwait(false) is not { } whole)
                {
                    Log.DamagedRange(logger, range.File.Key.ToString());
                    return false;
                }

                opened.Add(whole);
            }

            await StoreAsync(run, mined, opened, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            opened.ForEach(file => file.Dispose());
        }
    }

    private async Task StoreAsync(PlannedRun run, IReadOnlyList<MinedRange> mined, IReadOnlyList<LocalArtifact> opened, CancellationToken cancellationToken)
    {
        var file = files.Open(run.FileSha256, cancellationToken);
        await pairs.ReplaceAllAsync(ranges.Pairs(file, opened), cancellationToken).ConfigureAwait(false);
        var stored = await pairs.CountAsync(cancellationToken).ConfigureAwait(false);
        await baskets.RecordAsync(new MiningRun(run.FileSha256, rules.Text, file.Playlists, file.Tracks, stored), cancellationToken).ConfigureAwait(false);
        metrics.Mined(file.Header, stored);
        var found = mined.Select(range => range.Counts).Aggregate(default(RangeCounts), (sum, counts) => sum + counts);
        Log.Mined(logger, run.FileSha256, file.Playlists, file.Header.TooShort, file.Header.TooLong, file.Tracks, found.Pairs, stored);
    }
}

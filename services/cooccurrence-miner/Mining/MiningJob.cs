using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>
/// Mines the current playlists file once all of it is there: plans ranges of rows, counts those that come to this worker, and
/// replaces the pairs when all are counted. The pairs are replaced before the run is remembered: a crash between the two does
/// the last step again.
/// </summary>
internal sealed class MiningJob(
    IBasketStore baskets, IMiningLedger ledger, IPairStore pairs, BasketFiles files, RangeWork ranges, MiningRules rules,
    CooccurrenceMinerMetrics metrics, ILogger<MiningJob> logger)
    : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Plans a run unless nothing is complete, its pairs are mined already, or its ranges are on the bus.</summary>
    public Task MineIfDueAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (baskets.FindComplete() is { } file && !IsMined(file, out _) && !IsUnderWay(file, out _))
                await PlanAsync(file, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>The same, and goes on with what a process before this one left, and mines again when the pair store does not hold what the last run put there.</summary>
    public Task MineIfMissingAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (baskets.FindComplete() is not { } file)
                return;
            if (IsMined(file, out var run) && await pairs.CountAsync(cancellationToken).ConfigureAwait(false) == run!.Pairs)
                return;
            if (IsUnderWay(file, out var planned))
                await FinishIfMinedAsync(planned!, cancellationToken).ConfigureAwait(false);
            else
                await PlanAsync(file, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Counts a range of the run under way; of any other run there is nothing to do.</summary>
    public Task CountAsync(MiningRangePlanned message, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            var run = Convert.ToHexStringLower(message.Range.Run.Span);
            if (ledger.Current() is { } planned && planned.Id == run)
                await ranges.CountAsync(files.Open(planned.FileSha256, cancellationToken), message, cancellationToken).ConfigureAwait(false);
            else
                Log.StaleRange(logger, run, message.Range.Number);
        },
        cancellationToken);

    /// <summary>Keeps what a range came to; the last one ends the run.</summary>
    public Task CollectAsync(string run, int number, MinedRange range, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await ledger.RecordAsync(run, number, range, cancellationToken).ConfigureAwait(false);
            if (ledger.Current() is { } planned && planned.Id == run)
                await FinishIfMinedAsync(planned, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    public void Dispose() => turn.Dispose();

    private bool IsMined(string file, out MiningRun? run)
    {
        run = baskets.LastRun();
        return run is not null && run.FileSha256 == file && run.Rules == rules.Text;
    }

    private bool IsUnderWay(string file, out PlannedRun? run)
    {
        run = ledger.Current();
        return run is not null && run.FileSha256 == file && run.Rules == rules.Text;
    }

    private async Task InTurnAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task PlanAsync(string file, CancellationToken cancellationToken)
    {
        Log.MiningBegins(logger, file, rules.Text);
        var plan = ranges.Plan(files.Open(file, cancellationToken), file);
        await ledger.BeginAsync(plan.Run, cancellationToken).ConfigureAwait(false);
        await ranges.PublishAsync(plan, cancellationToken).ConfigureAwait(false);
        Log.Planned(logger, plan.Run.Id, plan.Run.Ranges, plan.Ranges.Sum(range => range.EstimatedEvents));
        await FinishIfMinedAsync(plan.Run, cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishIfMinedAsync(PlannedRun run, CancellationToken cancellationToken)
    {
        var mined = ledger.Mined();
        if (mined.Count < run.Ranges)
            return;
        if (!IsMined(run.FileSha256, out var last) || await pairs.CountAsync(cancellationToken).ConfigureAwait(false) != last!.Pairs)
        {
            if (mined.Values.FirstOrDefault(range => !range.IsWhole()) is { } damaged)
            {
                Log.DamagedRange(logger, damaged.Path);
                await PlanAsync(run.FileSha256, cancellationToken).ConfigureAwait(false);
                return;
            }

            await StoreAsync(run, [.. mined.OrderBy(range => range.Key).Select(range => range.Value)], cancellationToken).ConfigureAwait(false);
        }

        await ledger.EndAsync(cancellationToken).ConfigureAwait(false);
        ranges.Clear(run.FileSha256);
    }

    private async Task StoreAsync(PlannedRun run, IReadOnlyList<MinedRange> mined, CancellationToken cancellationToken)
    {
        var file = files.Open(run.FileSha256, cancellationToken);
        await pairs.ReplaceAllAsync(ranges.Pairs(file, mined), cancellationToken).ConfigureAwait(false);
        var stored = await pairs.CountAsync(cancellationToken).ConfigureAwait(false);
        await baskets.RecordAsync(new MiningRun(run.FileSha256, rules.Text, file.Playlists, file.Tracks, stored), cancellationToken).ConfigureAwait(false);
        metrics.Mined(file.Header, stored);
        var found = mined.Select(range => range.Counts).Aggregate(default(RangeCounts), (sum, counts) => sum + counts);
        Log.Mined(logger, run.FileSha256, file.Playlists, file.Header.TooShort, file.Header.TooLong, file.Tracks, found.Pairs, stored);
    }
}

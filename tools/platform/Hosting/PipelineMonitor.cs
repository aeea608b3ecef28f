using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Reports;
using TableStore = SpotifyPlatform.Tables.TableStore;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>Shows the progress of a running pipeline and detects when all work is done.</summary>
/// <param name="before">Where the pipeline was before the host started.</param>
internal sealed class PipelineMonitor(
    IServiceProvider services, PipelineInput input, ProgressLine line, Func<GroupLag, bool> isMonitored, PipelineMonitor.Position before)
{
    private const int MaxRefusedShown = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly IEventBus bus = services.GetRequiredService<IEventBus>();
    private readonly AcquisitionStatus acquisition = services.GetRequiredService<AcquisitionStatus>();
    private readonly TimeProvider time = services.GetRequiredService<TimeProvider>();
    private readonly IdleDetector idle = new();
    private readonly CancellationToken hostStopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>Created with the first use, which is after all options were validated.</summary>
    private IEnumerable<DerivedTable> Tables => services.GetServices<DerivedTable>();

    /// <summary>Reads the event log before the host starts, so that the outcome can report what this run did.</summary>
    /// <param name="isMonitored">Selects the groups that this process consumes; all if null.</param>
    public static async Task<PipelineMonitor> BeginAsync(
        IServiceProvider services, PipelineInput input, ProgressLine line, CancellationToken cancellationToken, Func<GroupLag, bool>? isMonitored = null)
    {
        isMonitored ??= _ => true;
        var before = await services.GetRequiredService<IEventBus>().ReadLagAsync(cancellationToken);
        return new(services, input, line, isMonitored, new Position([.. before.Where(isMonitored)], await PointersAsync(services, cancellationToken)));
    }

    /// <summary>Waits until all work is done; null if the host stops or the user cancels before that.</summary>
    public async Task<RunOutcome?> WaitAsync(bool untilIdle, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (!hostStopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Read before the lag: when both are true, all remaining work is on the bus.
            var scanned = acquisition.Download is not { IsEnded: false } && acquisition.IsComplete && services.GetRequiredService<DerivingStartup>().IsComplete;
            var lag = (await bus.ReadLagAsync(CancellationToken.None)).Where(isMonitored).ToList();
            if (scanned && untilIdle && idle.Observe(lag))
                return await OutcomeAsync(lag);
            line.Show(Progress(lag, time.GetElapsedTime(started)));
            await Task.Delay(Interval, time, hostStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private string Progress(IReadOnlyList<GroupLag> lag, TimeSpan elapsed)
    {
        var (done, total) = (lag.Sum(group => group.End - group.Pending), lag.Sum(group => group.End));
        // Most work is behind the last events, so a table that is built tells the time left.
        var table = TableProgress();
        var left = table.Length > 0 ? "" : Humanize.TimeLeft(done, total, elapsed);
        // A later scan hashes only what is new.
        var bytes = acquisition.BytesToHash > 0 ? $"{Humanize.Bytes(acquisition.BytesHashed)} of {Humanize.Bytes(acquisition.BytesToHash)} in " : "";
        return $"{DownloadProgress()}verified {bytes}{acquisition.Files} files; "
            + $"handled {done:N0} of {total:N0} events{(left.Length > 0 ? $", {left}" : "")}{table}";
    }

    private string DownloadProgress() => acquisition.Download is { IsEnded: false } download
        ? $"downloaded {download.CompleteFiles:N0} of {download.Files:N0} files, {Humanize.Bytes(download.BytesPerSecond)}/s{(download.SecondsLeft is > 0 and var left ? $", {Humanize.TimeLeft(TimeSpan.FromSeconds(left))}" : "")}; "
        : "";

    private string TableProgress()
    {
        foreach (var deriver in Tables.Select(table => table.Deriver))
            if (deriver.Status is { State: DerivedState.Building, Rows: > 0 } building)
                return $"; table {deriver.Table}: {building.Rows:N0} rows, {building.RowsPerSecond:N0} a second{(building.Left is { } left ? $", {Humanize.TimeLeft(left)}" : "")}";
        return "";
    }

    private async Task<RunOutcome> OutcomeAsync(IReadOnlyList<GroupLag> after)
    {
        var monitored = after.Select(group => (group.Topic, group.Group)).ToHashSet();
        var letters = (await services.GetRequiredService<IDeadLetters>().ListAsync(CancellationToken.None))
            .Where(letter => monitored.Contains((letter.Source.Topic, letter.Group)))
            .Take(MaxRefusedShown);
        return new RunOutcome(input, acquisition.Files, acquisition.Ignored, acquisition.Published, acquisition.Unchanged, Handled(after) - Handled(before.Groups))
        {
            Published = (await PointersAsync(services, CancellationToken.None)).Except(before.Pointers).Count(),
            NothingFound = acquisition.NothingFound,
            Refused =
            [
                .. letters.Select(letter => $"{letter.Key} was refused by {letter.Group} ({letter.Refusal.Reason}). {letter.Refusal.Detail}"),
                .. RefusedTables(),
                .. acquisition.Refused.Select(file => $"{file.Name} was not taken. {file.Reason}"),
            ],
            LeftOut = await InputLosses.ReadAsync(services.GetRequiredService<LeftOutReports>(), CancellationToken.None),
            DefectiveShards = input.DefectiveShards(),
        };
    }

    /// <summary>Table and number of each current pointer.</summary>
    private static async Task<HashSet<(string Table, long Number)>> PointersAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        [.. (await services.GetRequiredService<TableStore>().ListCurrentAsync("", cancellationToken)).Select(current => (current.Table, current.Pointer.Number))];

    /// <summary>One sentence for each reason: several tables may be made of one file.</summary>
    private IEnumerable<string> RefusedTables() => Tables
        .Select(table => (table.Deriver.Table, table.Deriver.Status))
        .Where(table => table.Status.State is DerivedState.Refused or DerivedState.InputUnusable)
        .GroupBy(table => table.Status.Detail, (detail, same) => $"Not built: {string.Join(", ", same.Select(table => table.Table))}. {detail}");

    /// <summary>Without what comes whether there is work or not: ticks of schedules, and announcements of tables that are current already.</summary>
    private static long Handled(IReadOnlyList<GroupLag> lag) => lag
        .Where(group => !group.Topic.StartsWith("schedule.", StringComparison.Ordinal) && group.Topic != Topics.TableGenerationPublished.Name)
        .Sum(group => group.End - group.Pending);

    /// <param name="Groups">What the groups have handled.</param>
    /// <param name="Pointers">Which generations are current.</param>
    internal sealed record Position(IReadOnlyList<GroupLag> Groups, IReadOnlySet<(string Table, long Number)> Pointers);
}

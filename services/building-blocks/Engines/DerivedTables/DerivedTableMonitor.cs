using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>Reads the pointers of this process's derived tables each minute, as their readers do, for the gauges: a scrape reads memory alone.</summary>
internal sealed class DerivedTableMonitor(
    IEnumerable<DerivedTable> tables, TableStore store, LeftOutReports leftOut, DerivedTableMetrics metrics, TimeProvider time, ILogger<DerivedTableMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Reads each pointer once. A fault leaves the gauges without values until the next look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var observed = new List<TableFreshness>();
            foreach (var deriver in tables.Select(table => table.Deriver))
                observed.Add(TableFreshness.Of(deriver.Table, deriver.Status, await store.FindCurrentAsync(deriver.Table, cancellationToken).ConfigureAwait(false)) with
                {
                    LeftOut = await leftOut.ReadAsync(deriver.Table, cancellationToken).ConfigureAwait(false),
                });
            metrics.Observed(observed);
        }
#pragma warning disable CA1031 // Whatever it is, the tables are derived without their gauges.
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            metrics.Observed([]);
            Log.PointersUnknown(logger, ex);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                if (metrics.IsRead)
                    await LookAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}

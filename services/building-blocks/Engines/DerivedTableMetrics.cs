using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using SpotifyPlatform.Engines.DerivedTables;

namespace SpotifyPlatform.Engines;

/// <summary>How old the tables of this process's services are, and whether they are what their inputs make of them.</summary>
internal sealed class DerivedTableMetrics
{
    public const string Name = "SpotifyPlatform.Tables";

    private readonly ObservableGauge<double> age;
    private readonly ObservableGauge<long> stale;
    private readonly ObservableGauge<long> leftOut;
    private volatile IReadOnlyList<TableFreshness> tables = [];

    public DerivedTableMetrics(IMeterFactory meters, TimeProvider time)
    {
        var meter = meters.Create(Name);
        age = meter.CreateObservableGauge(
            "pipeline.table.age",
            () => tables.Where(table => table.PublishedAt is not null)
                .Select(table => new Measurement<double>((time.GetUtcNow() - table.PublishedAt!.Value).TotalSeconds, new TagList { { "table", table.Table } })),
            "s", "Time since the current generation was published.");
        stale = meter.CreateObservableGauge(
            "pipeline.table.stale",
            () => tables.Select(table => new Measurement<long>(
                table.IsStale ? 1 : 0, new TagList { { "table", table.Table }, { "state", JsonNamingPolicy.SnakeCaseLower.ConvertName($"{table.State}") } })),
            "{table}", "1 while the current generation is not what the inputs make of it, by the state of the table.");
        leftOut = meter.CreateObservableGauge(
            "pipeline.table.left_out",
            () => tables.SelectMany(table => table.LeftOut).Select(reason => new Measurement<long>(
                reason.Count, new TagList { { "table", reason.Table }, { "reason", reason.Reason } })),
            "{record}", "Rows and values of the sources that the current generation lacks, by reason.");
    }

    /// <summary>Whether anybody reads what <see cref="Observed"/> sets.</summary>
    public bool IsRead => age.Enabled || stale.Enabled || leftOut.Enabled;

    /// <summary>What the gauges report until the next call; none where the last look failed.</summary>
    public void Observed(IReadOnlyList<TableFreshness> observed) => tables = observed;
}

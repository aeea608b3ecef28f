using System.Diagnostics;
using System.Globalization;
using SpotifyPlatform.Lake.Ingest;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Models;

/// <summary>Runs models one after the other. Each is one statement, so a run that is killed leaves whole tables; running again completes it.</summary>
internal sealed class ModelRunner(ISqlWarehouse warehouse, LakeMetrics metrics)
{
    /// <param name="selection"><c>MODEL</c>, or <c>MODEL+</c> with all that depend on it; null for every model.</param>
    /// <param name="fullRefresh">Makes incremental tables anew.</param>
    /// <exception cref="FormatException">There is no such model.</exception>
    public async Task<IReadOnlyList<ModelRun>> RunAsync(
        string? selection, LakeTarget target, bool fullRefresh, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var models = ModelGraph.BuiltIn.Select(selection);
        await CreateSourcesAsync(models, target, cancellationToken).ConfigureAwait(false);
        var runs = new List<ModelRun>();
        foreach (var model in models)
        {
            await RequireReferencesAsync(model, target, cancellationToken).ConfigureAwait(false);
            var started = Stopwatch.GetTimestamp();
            var rows = await RunAsync(model, target, fullRefresh, cancellationToken).ConfigureAwait(false);
            runs.Add(new ModelRun(model.Name, model.Materialization, rows, Stopwatch.GetElapsedTime(started)));
            metrics.Made(model.Name, rows, runs[^1].Duration);
            progress?.Report($"{runs.Count} of {models.Count}: {runs[^1]}");
        }

        return runs;
    }

    /// <summary>Tables of files that were never ingested are empty, not missing.</summary>
    private async Task CreateSourcesAsync(IReadOnlyList<Model> models, LakeTarget target, CancellationToken cancellationToken)
    {
        foreach (var config in IngestConfigs.All.Where(config => models.Any(model => model.Sources.Contains(config.Table))))
            await warehouse.CreateAsync(target.Table(config.Table), config.Schema, cancellationToken).ConfigureAwait(false);
    }

    private async Task RequireReferencesAsync(Model model, LakeTarget target, CancellationToken cancellationToken)
    {
        foreach (var name in model.References)
            if (await warehouse.FindColumnsAsync(target.Table(name), cancellationToken).ConfigureAwait(false) is null)
                throw new WarehouseRefusedException($"Model {model.Name} reads {target.Table(name)}, which was never made. Run: platform models run {name}+ --target {target.Environment}");
    }

    /// <returns>Rows that were written; null for a view.</returns>
    private async Task<long?> RunAsync(Model model, LakeTarget target, bool fullRefresh, CancellationToken cancellationToken)
    {
        var table = target.Table(model.Name);
        var columns = await warehouse.FindColumnsAsync(table, cancellationToken).ConfigureAwait(false);
        var incremental = model.Materialization == Materialization.Incremental && columns is not null && !fullRefresh;
        var query = ModelTemplate.Render(model, target.Table, warehouse.Dialect, incremental);
        if (incremental)
            return await warehouse.ExecuteAsync(Merge(table, model.UniqueKey!, columns!, query), cancellationToken).ConfigureAwait(false);
        if (model.Materialization == Materialization.View)
        {
            await warehouse.ExecuteAsync($"CREATE OR REPLACE VIEW {table} AS\n{query}", cancellationToken).ConfigureAwait(false);
            return null;
        }

        var clustering = model.ClusterBy is { } column && warehouse.Dialect == SqlDialect.BigQuery ? $" CLUSTER BY {column}" : "";
        await warehouse.ExecuteAsync($"CREATE OR REPLACE TABLE {table}{clustering} AS\n{query}", cancellationToken).ConfigureAwait(false);
        var counted = await warehouse.QueryAsync($"SELECT COUNT(*) AS row_count FROM {table}", new Dictionary<string, object>(), cancellationToken).ConfigureAwait(false);
        return Convert.ToInt64(counted[0]["row_count"], CultureInfo.InvariantCulture);
    }

    private static string Merge(TableName table, string key, IReadOnlyList<string> columns, string query) => $"""
        MERGE INTO {table} AS t
        USING (
        {query}
        ) AS s
        ON t.{key} = s.{key}
        WHEN MATCHED THEN UPDATE SET {string.Join(", ", columns.Where(column => column != key).Select(column => $"{column} = s.{column}"))}
        WHEN NOT MATCHED THEN INSERT ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => $"s.{column}"))})
        """;
}

/// <param name="Rows">Rows that were written; null for a view.</param>
internal sealed record ModelRun(string Name, Materialization Materialization, long? Rows, TimeSpan Duration)
{
    public override string ToString() => Rows is { } rows
        ? string.Create(CultureInfo.InvariantCulture, $"{Name} ({Materialization.ToString().ToLowerInvariant()}): {rows:N0} rows in {Duration.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Name} (view) in {Duration.TotalSeconds:0.0} s");
}

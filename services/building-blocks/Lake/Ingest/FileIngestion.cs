using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Ingest;

/// <summary>
/// Loads the files that landed. Each file is loaded into a table of its own, merged by key into the table of its kind, and archived; repeated after
/// a fault at any point, also one whose outcome is unknown, the rows are there once.
/// </summary>
internal sealed class FileIngestion(ISqlWarehouse warehouse, IOptions<LakeOptions> options, LakeMetrics metrics, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly LakeOptions options = options.Value;

    /// <exception cref="FormatException">There is no such configuration.</exception>
    public async Task<IngestReport> RunAsync(IngestRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var landing = LandingFiles.Open(request.Target.Environment, request.Bucket, options, clock, loggers);
        return await RunAsync(request, landing, progress, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<IngestReport> RunAsync(IngestRequest request, LandingFiles landing, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var files = new List<IngestedFile>();
        foreach (var config in IngestConfigs.Select(request.Config))
        {
            var pending = await landing.ListAsync(config, cancellationToken).ConfigureAwait(false);
            foreach (var file in pending)
            {
                var ingested = await IngestAsync(config, file, request, landing, cancellationToken).ConfigureAwait(false);
                files.Add(ingested);
                progress?.Report($"{ingested} ({files.Count(known => known.Config == config.Name)} of {pending.Count} files of {config.Name})");
            }
        }

        return new IngestReport(landing.Place, files);
    }

    private async Task<IngestedFile> IngestAsync(IngestConfig config, ArtifactInfo file, IngestRequest request, LandingFiles landing, CancellationToken cancellationToken)
    {
        var name = LandingFiles.NameOf(file.Key);
        var start = clock.GetTimestamp();
        try
        {
            using var copy = await landing.CopyAsync(file, options.ScratchFolder, options.MaxFileBytes, cancellationToken).ConfigureAwait(false);
            var rows = await copy.ConvertAsync(new RowReader(config, clock), options.MaxLineBytes, cancellationToken).ConfigureAwait(false);
            if (request.DryRun)
                return new IngestedFile(config.Name, name, rows, Inserted: null, Refusal: null);
            var inserted = await LoadAsync(config, copy, request.Target, cancellationToken).ConfigureAwait(false);
            await landing.ArchiveAsync(file.Key, copy, cancellationToken).ConfigureAwait(false);
            metrics.Ingested(config.Name, config.Table, rows, inserted, clock.GetElapsedTime(start));
            return new IngestedFile(config.Name, name, rows, inserted, Refusal: null);
        }
        catch (RefusedFileException ex)
        {
            metrics.Refused(config.Name);
            return new IngestedFile(config.Name, name, 0, Inserted: null, ex.Message);
        }
    }

    private async Task<long> LoadAsync(IngestConfig config, LandedFile file, LakeTarget target, CancellationToken cancellationToken)
    {
        var table = target.Table(config.Table);
        var loaded = target.Table($"{config.Table}__load_{file.Sha256[..16]}");
        var line = new TableColumn(RowReader.LineColumn, ColumnType.Int64, Repeated: false, []);
        await warehouse.CreateAsync(table, config.Schema, cancellationToken).ConfigureAwait(false);
        await warehouse.LoadAsync(loaded, config.Schema with { Columns = [.. config.Schema.Columns, line], ClusteredBy = [] }, file.Rows, cancellationToken).ConfigureAwait(false);
        var inserted = await warehouse.ExecuteAsync(Merge(config, loaded, table), cancellationToken).ConfigureAwait(false);
        await warehouse.ExecuteAsync($"DROP TABLE IF EXISTS {loaded}", cancellationToken).ConfigureAwait(false);
        return inserted;
    }

    /// <summary>Of rows of one key in a file, the last is taken.</summary>
    private static string Merge(IngestConfig config, TableName loaded, TableName table)
    {
        var key = string.Join(", ", config.Key);
        var equal = string.Join(" AND ", config.Key.Select(column => $"t.{column} = s.{column}"));
        return $"""
            MERGE INTO {table} AS t
            USING (
              SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY {RowReader.LineColumn} DESC) AS nth FROM {loaded}) AS numbered WHERE nth = 1
            ) AS s
            ON {equal}
            WHEN NOT MATCHED THEN INSERT ({string.Join(", ", config.Columns.Select(column => column.Name))})
            VALUES ({string.Join(", ", config.Columns.Select(column => $"s.{column.Name}"))})
            """;
    }
}

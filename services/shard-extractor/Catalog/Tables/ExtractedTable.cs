using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>
/// A table that is made of SQLite files, in one pass over their rows.
/// </summary>
/// <param name="kinds">The kinds of all files that it may be made of, the one with its rows first.</param>
internal abstract class ExtractedTable(TableTools tools, string name, int keyBytes, IReadOnlyList<string> kinds) : IDerivedTable
{
    /// <summary>Raised by every change of what is written.</summary>
    private const int MappingVersion = 4;

    private const int RowsPerReport = 4096;

    public string Name => name;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        var files = new List<InputFile>();
        foreach (var kind in await ListKindsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await tools.Files.FindAsync(kind, cancellationToken).ConfigureAwait(false) is not { } file)
                return WantedTable.WaitFor($"No file of kind {kind} has been announced.");
            files.Add(file);
        }

        var plan = new TablePlan
        {
            Table = name, KeyBytes = keyBytes, MappingVersion = MappingVersion, Rules = [],
            Inputs = new(files.ToDictionary(file => file.Kind, file => file.File.Sha256)),
        };
        return WantedTable.Of(plan, new(files.ToDictionary(file => file.Kind, file => file.Revision), StringComparer.Ordinal), 0);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var databases = new List<LocalArtifact>();
        try
        {
            var files = await ListPlannedAsync(plan, cancellationToken).ConfigureAwait(false);
            foreach (var file in files)
                databases.Add(await tools.Databases.OpenAsync(file, cancellationToken).ConfigureAwait(false));
            await Task.Run(() => Write(files[0].Name, [.. databases.Select(database => database.Path)], writer, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogRefusedException ex)
        {
            throw ex.Refuse(tools.Metrics);
        }
        finally
        {
            databases.ForEach(database => database.Dispose());
        }
    }

    /// <summary>The kinds of the files that the table is made of now, the one with its rows first.</summary>
    protected abstract Task<IReadOnlyList<string>> ListKindsAsync(CancellationToken cancellationToken);

    /// <param name="paths">Of the files, in the order of their kinds.</param>
    protected abstract ITableRows Open(ITableSources sources, IReadOnlyList<string> paths);

    /// <summary>The file with the tracks, or null before it was announced.</summary>
    protected Task<InputFile?> FindCatalogAsync(CancellationToken cancellationToken) => tools.Files.FindAsync(InputKinds.Catalog, cancellationToken);

    private async Task<IReadOnlyList<InputFile>> ListPlannedAsync(TablePlan plan, CancellationToken cancellationToken)
    {
        var files = new List<InputFile>();
        foreach (var kind in kinds.Where(plan.Inputs.ContainsKey))
            files.Add(await tools.Files.RequireAsync(kind, plan, cancellationToken).ConfigureAwait(false));
        return files;
    }

    private void Write(string file, IReadOnlyList<string> paths, TableWriter writer, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var started = tools.Time.GetTimestamp();
        using var rows = Open(tools.Sources, paths);
        var stage = tools.Stages.Begin(name, file, 0, rows.LastRow);
        var added = 0L;
        while (rows.MoveNext(cancellationToken))
        {
            writer.Add(rows.Key, rows.Value);
            if (++added % RowsPerReport != 0)
                continue;
            progress.Report(added);
            stage.Report(rows.Row);
        }

        writer.Count(rows.LeftOut, rows.InvalidValues);
        progress.Report(added);
        stage.Finish();
        tools.Metrics.BatchDone(name, added, rows.LeftOut.Counts.Concat(rows.InvalidValues.Counts), tools.Time.GetElapsedTime(started));
    }
}

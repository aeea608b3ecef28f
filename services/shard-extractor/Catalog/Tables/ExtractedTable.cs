using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>
/// A table that is made of SQLite files, in one pass over their rows. Not for several threads: the deriver calls one after the other.
/// </summary>
internal abstract class ExtractedTable(TableTools tools, string name, int keyBytes) : IDerivedTable
{
    /// <summary>Counts of the manifest with this start say how many values rows lack, by reason.</summary>
    public const string InvalidValues = "invalid_values/";

    /// <summary>Raised by every change of what is written.</summary>
    private const int MappingVersion = 1;

    private const int RowsPerReport = 4096;

    private List<InputFile> wanted = [];

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

        wanted = files;
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
            foreach (var file in wanted)
                databases.Add(await tools.Databases.OpenAsync(file, cancellationToken).ConfigureAwait(false));
            await Task.Run(() => Write([.. databases.Select(database => database.Path)], writer, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogRefusedException ex)
        {
            tools.Metrics.FileRefused(ex.Fault.Reason());
            throw new TableRefusedException(ex.Fault.Reason(), ex.Message, ex);
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

    private void Write(IReadOnlyList<string> paths, TableWriter writer, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var started = tools.Time.GetTimestamp();
        using var rows = Open(tools.Sources, paths);
        var stage = tools.Stages.Begin(name, wanted[0].Name, 0, rows.LastRow);
        var added = 0L;
        while (rows.MoveNext())
        {
            writer.Add(rows.Key, rows.Value);
            if (++added % RowsPerReport != 0)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            progress.Report(added);
            stage.Report(rows.Row);
        }

        foreach (var (reason, count) in rows.LeftOut.Counts)
            writer.LeaveOut(reason, count);
        foreach (var (reason, count) in rows.InvalidValues.Counts)
            writer.Count(InvalidValues + reason, count);
        progress.Report(added);
        stage.Finish();
        tools.Metrics.BatchDone(name, added, rows.LeftOut.Counts.Concat(rows.InvalidValues.Counts), tools.Time.GetElapsedTime(started));
    }
}

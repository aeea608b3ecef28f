using System.Globalization;
using System.Security.Cryptography;
using DuckDB.NET.Data;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql.Views;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.TableSql.Export;

/// <summary>
/// Writes views as files: a folder for each, which appears whole. Rows stream from the table files into those of the export. The files of the same
/// generations have the same bytes, however many threads write them, and are not written again.
/// </summary>
public sealed class TableExport : IDisposable
{
    /// <summary>Raised by every change of what is written.</summary>
    private const int Version = 1;

    private readonly SqlSession session;
    private readonly string output;
    private readonly FileLock held;
    private readonly int threads;

    /// <param name="output">Created if missing.</param>
    /// <exception cref="IOException">Another export writes to the folder.</exception>
    public TableExport(TableStore store, IAccessStore accesses, SqlSessionOptions options, string output)
    {
        this.output = Directory.CreateDirectory(output).FullName;
        held = FileLock.TryTake(Path.Combine(this.output, ".lock")) ?? throw new IOException($"Another export writes to {this.output}.");
        threads = options.Threads;
        session = new SqlSession(store, accesses, options, isSandboxed: false);
    }

    /// <summary>The tables that can be exported.</summary>
    public IReadOnlyList<string> Tables => session.Views;

    /// <summary>Whether a table's rows were ever published, so that there is something to export.</summary>
    public bool IsBuilt(string table)
    {
        try
        {
            ViewOf(table).ExportScan.ListFiles();
            return true;
        }
        catch (TableNotBuiltException)
        {
            return false;
        }
    }

    /// <summary>Exports a table.</summary>
    /// <param name="table">One of <see cref="Tables"/>.</param>
    /// <returns>What is there now, and whether it was there already.</returns>
    /// <exception cref="TableNotBuiltException">The table was never published.</exception>
    /// <exception cref="InvalidDataException">A table is damaged.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<(ExportManifest Manifest, bool WasThere)> RunAsync(string table, ExportFormat format, CancellationToken cancellationToken)
    {
        var view = ViewOf(table);
        var folder = new ExportFolder(output, table);
        var files = view.ExportScan.ListFiles();
        var wanted = Describe(view, format);
        folder.Recover();
        if (ExportManifest.Find(folder.Published) is { } there && there.IsOf(wanted) && there.HasFiles(folder.Published))
            return (there, true);

        folder.Begin();
        var written = new ExportedFile[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = view.FilesInOrder ? 1 : threads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, files.Count), options, async (file, stop) => written[file] = await Task.Run(() => Write(view, format, file, files[file], folder.Staged, stop), stop).ConfigureAwait(false))
            .ConfigureAwait(false);
        var rows = written.Sum(file => file.Rows);
        if (view.Scan.Rows is { } known && known != rows)
            throw new InvalidDataException($"{rows} rows of {table} were written; its manifest counts {known}. Run 'platform check'.");
        var manifest = wanted with { Files = [.. written.Where(file => file.Rows > 0 || files.Count == 1)], Rows = rows };
        foreach (var empty in written.Except(manifest.Files))
            File.Delete(Path.Combine(folder.Staged, empty.Name));
        StagedFile.WriteAll(Path.Combine(folder.Staged, ExportManifest.FileName), manifest.ToJson());
        folder.Publish();
        return (manifest, false);
    }

    public void Dispose()
    {
        session.Dispose();
        held.Dispose();
    }

    private SourceView ViewOf(string table) =>
        session.SourceViews.FirstOrDefault(view => view.Name == table) ?? throw new ArgumentException($"There is no table '{table}' to export. There are: {string.Join(", ", Tables)}.", nameof(table));

    private ExportManifest Describe(SourceView view, ExportFormat format) => new()
    {
        Table = view.Name, Format = NameOf(format), Version = Version, Rows = 0, Files = [],
        Columns = [.. view.ExportScan.Columns.Select(column => new ExportColumn(column.Name, column.SqlType))],
        Inputs = session.InputsOf(view) is { Count: > 0 } inputs
            ? [.. inputs.Select(input => new ExportInput(input.Manifest.Plan.Table, input.Manifest.Plan.Id, input.Manifest.ContentSha256, input.Pointer.At))]
            : null,
    };

    private ExportedFile Write(SourceView view, ExportFormat format, int file, string suffix, string folder, CancellationToken cancellationToken)
    {
        var name = $"{view.Name}-{suffix}.{NameOf(format)}";
        var path = Path.Combine(folder, name);
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"COPY (SELECT {view.ColumnList} FROM {SqlSession.ExportScanOf(view)}({DuckDb.TableFunctions.FileParameter} := {file})) TO '{path.Replace("'", "''", StringComparison.Ordinal)}' ({OptionsOf(format)})");
        var rows = Copy(sql, cancellationToken);
        using var written = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(written));
        written.Flush(flushToDisk: true);
        return new ExportedFile(name, rows, written.Length, sha256);
    }

    private long Copy(string sql, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = session.Duplicate();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var cancelling = cancellationToken.Register(command.Cancel);
            return command.ExecuteNonQuery();
        }
        catch (DuckDBException ex)
        {
            session.ThrowIfAnyFault();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException($"DuckDB cannot write the export: {ex.Message}", ex);
        }
    }

    private static string OptionsOf(ExportFormat format) => format switch
    {
        ExportFormat.Parquet => "FORMAT parquet, COMPRESSION zstd",
        ExportFormat.Csv => "FORMAT csv, HEADER true",
        _ => "FORMAT json",
    };

    private static string NameOf(ExportFormat format) => format switch
    {
        ExportFormat.Parquet => "parquet",
        ExportFormat.Csv => "csv",
        _ => "ndjson",
    };
}

using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using SpotifyPlatform.Storage;
using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.TableSql.Scans;
using SpotifyPlatform.TableSql.Views;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.TableSql;

/// <summary>
/// SQL of DuckDB, in this process, over the current tables: views with the names and columns of the source documents read the table files themselves.
/// A statement reaches no other file and changes none; what it creates is the session's. For one thread.
/// </summary>
public sealed class SqlSession : IDisposable
{
    private readonly ScanFaults faults = new();
    private readonly TableSnapshot tables;
    private readonly SourceViews views;
    private readonly string scratch;
    private readonly DuckDBConnection connection;

    public SqlSession(TableStore store, IAccessStore accesses, SqlSessionOptions options)
        : this(store, accesses, options, isSandboxed: true)
    {
    }

    /// <param name="isSandboxed">Whether statements come from outside; false for those of an export, which write files.</param>
    internal SqlSession(TableStore store, IAccessStore accesses, SqlSessionOptions options, bool isSandboxed)
    {
        tables = new TableSnapshot(store);
        views = new SourceViews(tables, accesses);
        scratch = Path.Combine(options.ScratchFolder, $"sql-{Guid.NewGuid():N}");
        connection = new DuckDBConnection(string.Create(
            CultureInfo.InvariantCulture,
            $"Data Source=:memory:;threads={options.Threads};memory_limit={options.MaxMemoryBytes / 1024}KiB;temp_directory={scratch}"));
        connection.Open();
        foreach (var view in views.All)
        {
            TableFunctions.Register(connection, ScanOf(view), view.Scan, faults);
            if (view.FilesInOrder)
                TableFunctions.Register(connection, ExportScanOf(view), view.ExportScan, faults);
            Execute($"CREATE VIEW {view.Name} AS SELECT {(view.IsDistinct ? "DISTINCT " : "")}{view.ColumnList} FROM {ScanOf(view)}()");
        }

        // The source's queries are written for SQLite, where json_extract gives a text without quotes.
        Execute("CREATE MACRO json_extract(json, path) AS json_extract_string(json, path)");
        if (isSandboxed)
            Execute("SET enable_external_access = false; SET lock_configuration = true");
    }

    /// <summary>The names of the views.</summary>
    public IReadOnlyList<string> Views => [.. views.All.Select(view => view.Name)];

    internal IReadOnlyList<SourceView> SourceViews => views.All;

    /// <summary>Runs statements and reads their rows while they are made.</summary>
    /// <param name="parameters">Values of <c>$name</c>.</param>
    /// <param name="read">Gets the results, each behind <see cref="DbDataReader.NextResult"/>.</param>
    /// <exception cref="SqlRefusedException">DuckDB refuses a statement.</exception>
    /// <exception cref="TableNotBuiltException">A table was never published.</exception>
    /// <exception cref="InvalidDataException">A table is damaged.</exception>
    public T Run<T>(string sql, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        faults.Clear();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.UseStreamingMode = true;
            foreach (var (name, value) in parameters)
                command.Parameters.Add(new DuckDBParameter(name, value));
            using var cancelling = cancellationToken.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            return read(reader);
        }
        catch (DuckDBException ex)
        {
            faults.ThrowIfAny();
            cancellationToken.ThrowIfCancellationRequested();
            throw new SqlRefusedException(ex.Message, ex);
        }
    }

    public void Dispose()
    {
        connection.Dispose();
        views.Dispose();
        tables.Dispose();
        if (Directory.Exists(scratch))
            Directory.Delete(scratch, recursive: true);
    }

    /// <summary>Another connection to the same views, for another thread.</summary>
    internal DuckDBConnection Duplicate()
    {
        var other = connection.Duplicate();
        other.Open();
        return other;
    }

    internal void ThrowIfAnyFault() => faults.ThrowIfAny();

    internal IReadOnlyList<TableSnapshot.Generation> InputsOf(SourceView view) => views.InputsOf(view);

    internal static string ExportScanOf(SourceView view) => view.FilesInOrder ? ScanOf(view) + "_sorted" : ScanOf(view);

    private static string ScanOf(SourceView view) => "scan_" + view.Name;

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

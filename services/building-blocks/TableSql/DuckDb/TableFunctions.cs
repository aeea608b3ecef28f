using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods.TableFunction;

namespace SpotifyPlatform.TableSql.DuckDb;

/// <summary>
/// Registers scans as table functions of DuckDB, which asks for the columns that a statement needs and calls from as many threads as there are
/// ranges. Written on the C interface, because the package's own table functions take rows one by one, on one thread.
/// </summary>
internal static unsafe class TableFunctions
{
    /// <summary>Selects one of the files of an export.</summary>
    public const string FileParameter = "file";

    /// <summary>
    /// The first column, which no view has: DuckDB asks for the first one where it needs no value, such as to count rows, and this one costs nothing.
    /// </summary>
    private static readonly ScanColumn CountingColumn = ScanColumn.Integer("none");

    /// <param name="name">Called as <c>name()</c>, or as <c>name(file := 0)</c>.</param>
    public static void Register(DuckDBConnection connection, string name, IScan scan, ScanFaults faults)
    {
        var function = DuckDBCreateTableFunction();
        try
        {
            DuckDBTableFunctionSetName(function, name);
            using var bigint = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
            DuckDBTableFunctionAddNamedParameter(function, FileParameter, bigint);
            DuckDBTableFunctionSetExtraInfo(function, Hold(new Registered(scan, faults)), &Free);
            DuckDBTableFunctionSetBind(function, &Bind);
            DuckDBTableFunctionSetInit(function, &Init);
            NativeCalls.SetLocalInit(function, &InitThread);
            DuckDBTableFunctionSetFunction(function, &Read);
            DuckDBTableFunctionSupportsProjectionPushdown(function, true);
            if (DuckDBRegisterTableFunction(connection.NativeConnection, function) != DuckDBState.Success)
                throw new InvalidOperationException($"DuckDB does not take the table function {name}.");
        }
        finally
        {
            DuckDBDestroyTableFunction(ref function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var registered = Get<Registered>(DuckDBBindGetExtraInfo(info));
        try
        {
            AddColumn(info, CountingColumn);
            foreach (var column in registered.Scan.Columns)
                AddColumn(info, column);

            using var file = DuckDBBindGetNamedParameter(info, FileParameter);
            DuckDBBindSetBindData(info, Hold(new Bound(file.IsInvalid ? null : (int)NativeMethods.Value.DuckDBGetInt64(file))), &Free);
            if (registered.Scan.Rows is { } rows)
                DuckDBBindSetCardinality(info, (ulong)rows, true);
        }
#pragma warning disable CA1031 // An exception must not pass through native frames; it is kept for the caller.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            DuckDBBindSetError(info, registered.Faults.Keep(ex));
        }
    }

    private static void AddColumn(nint info, ScanColumn column)
    {
        using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(column.Type switch
        {
            ScanType.Integer => DuckDBType.BigInt,
            ScanType.Real => DuckDBType.Double,
            _ => DuckDBType.Varchar,
        });
        DuckDBBindAddResultColumn(info, column.Name, type);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        var registered = Get<Registered>(DuckDBInitGetExtraInfo(info));
        try
        {
            var asked = new ulong[DuckDBInitGetColumnCount(info)];
            for (var i = 0; i < asked.Length; i++)
                asked[i] = DuckDBInitGetColumnIndex(info, (ulong)i);
            var wanted = new bool[registered.Scan.Columns.Count];
            foreach (var column in asked)
                if (column > 0 && column <= (ulong)wanted.Length)
                    wanted[column - 1] = true;
            var run = registered.Scan.Begin(wanted, Get<Bound>(DuckDBInitGetBindData(info)).File);
            NativeCalls.SetMaxThreads(info, (ulong)Math.Max(1, run.Ranges));
            DuckDBInitSetInitData(info, Hold(new Running(run, wanted.Length, asked)), &Free);
        }
#pragma warning disable CA1031
        catch (Exception ex)
#pragma warning restore CA1031
        {
            DuckDBInitSetError(info, registered.Faults.Keep(ex));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitThread(nint info) => DuckDBInitSetInitData(info, Hold(new ThreadState()), &Free);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Read(nint info, nint output)
    {
        try
        {
            var rows = Get<ThreadState>(NativeCalls.GetLocalInitData(info)).Read(Get<Running>(DuckDBFunctionGetInitData(info)), output);
            NativeCalls.SetSize(output, (ulong)rows);
        }
#pragma warning disable CA1031
        catch (Exception ex)
#pragma warning restore CA1031
        {
            DuckDBFunctionSetError(info, Get<Registered>(DuckDBFunctionGetExtraInfo(info)).Faults.Keep(ex));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint held)
    {
        var handle = GCHandle.FromIntPtr(held);
        (handle.Target as IDisposable)?.Dispose();
        handle.Free();
    }

    private static nint Hold(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    private static T Get<T>(nint held) => (T)GCHandle.FromIntPtr(held).Target!;

    private sealed record Registered(IScan Scan, ScanFaults Faults);

    private sealed record Bound(int? File);

    private sealed class Running(IScanRun run, int columns, ulong[] asked) : IDisposable
    {
        public IRangeReader? Next() => run.Next();

        public RowChunk NewChunk() => new(columns, asked);

        public void Dispose() => run.Dispose();
    }

    private sealed class ThreadState : IDisposable
    {
        private RowChunk? chunk;
        private IRangeReader? reader;

        public int Read(Running run, nint output)
        {
            chunk ??= run.NewChunk();
            chunk.Begin(output);
            for (reader ??= run.Next(); reader is not null; reader = run.Next())
            {
                if (reader.Read(chunk) is > 0 and var rows)
                    return rows;
                reader.Dispose();
            }

            return 0;
        }

        public void Dispose() => reader?.Dispose();
    }
}

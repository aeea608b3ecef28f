using System.Runtime.InteropServices;

namespace SpotifyPlatform.TableSql.DuckDb;

/// <summary>
/// Functions of DuckDB's C interface that the package has no public binding for, or binds to a handle that a callback does not have.
/// See https://duckdb.org/docs/stable/clients/c/table_functions.
/// </summary>
internal static unsafe partial class NativeCalls
{
    private const string Library = "duckdb";

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_local_init")]
    public static partial void SetLocalInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_max_threads")]
    public static partial void SetMaxThreads(nint init, ulong threads);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_local_init_data")]
    public static partial nint GetLocalInitData(nint info);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_vector")]
    [SuppressGCTransition]
    public static partial nint GetVector(nint chunk, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_set_size")]
    [SuppressGCTransition]
    public static partial void SetSize(nint chunk, ulong rows);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_data")]
    [SuppressGCTransition]
    public static partial nint GetData(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_validity")]
    [SuppressGCTransition]
    public static partial nint GetValidity(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void EnsureValidityWritable(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_assign_string_element_len")]
    public static partial void AssignText(nint vector, ulong row, byte* utf8, ulong length);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_size")]
    public static partial ulong VectorSize();
}

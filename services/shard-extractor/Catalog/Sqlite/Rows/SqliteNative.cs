using System.Runtime.InteropServices;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>
/// The functions of SQLite that are called for each value of a row, without the marshalling of a handle and without telling the garbage collector:
/// they take some nanoseconds. The library is the one that Microsoft.Data.Sqlite uses.
/// </summary>
internal static unsafe partial class SqliteNative
{
    private const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    public static partial int ColumnType(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long ColumnInt64(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_double")]
    public static partial double ColumnDouble(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    public static partial int ColumnBytes(nint statement, int column);

    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "sqlite3_column_text")]
    public static partial byte* ColumnText(nint statement, int column);
}

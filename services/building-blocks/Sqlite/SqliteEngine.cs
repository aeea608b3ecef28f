using System.Runtime.InteropServices;
using SQLitePCL;

namespace SpotifyPlatform.Sqlite;

/// <summary>
/// Binds the SQLite engine. The package's own engine is of 2021, so the system's library is taken where it stands.
/// </summary>
internal static class SqliteEngine
{
    private static readonly Lazy<bool> Bound = new(Bind);

    public static void EnsureBound() => _ = Bound.Value;

    private static bool Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, static (name, assembly, path) =>
            name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : NativeLibrary.Load(name, assembly, path));
        Batteries_V2.Init();
        return true;
    }
}

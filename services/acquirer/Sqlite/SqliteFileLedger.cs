using Microsoft.Data.Sqlite;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Acquirer.Sqlite;

/// <summary>The ledger in <c>acquirer.sqlite</c>.</summary>
internal sealed class SqliteFileLedger(string path) : IFileLedger, IDisposable
{
    private readonly SqliteDatabase database = new(path, """
        CREATE TABLE IF NOT EXISTS files (
            slot TEXT PRIMARY KEY, name TEXT NOT NULL, length INTEGER NOT NULL, modified_at INTEGER NOT NULL, sha256 TEXT NOT NULL, revision INTEGER NOT NULL
        ) WITHOUT ROWID
        """);

    public LedgerEntry? Find(string slot) => database.Read(connection => connection.Query(
        "SELECT slot, name, length, modified_at, sha256, revision FROM files WHERE slot = $slot", Entry, ("$slot", slot)).SingleOrDefault());

    public IReadOnlyList<LedgerEntry> List() => database.Read(connection => connection.Query(
        "SELECT slot, name, length, modified_at, sha256, revision FROM files ORDER BY slot", Entry).ToList());

    public Task PutAsync(LedgerEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            "INSERT OR REPLACE INTO files (slot, name, length, modified_at, sha256, revision) VALUES ($slot, $name, $length, $modified, $sha256, $revision)",
            ("$slot", entry.Slot), ("$name", entry.Name), ("$length", entry.Length), ("$modified", entry.ModifiedTicks), ("$sha256", entry.Sha256), ("$revision", entry.Revision)),
        cancellationToken);

    public void Dispose() => database.Dispose();

    private static LedgerEntry Entry(SqliteDataReader r) => new(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4), r.GetInt32(5));
}

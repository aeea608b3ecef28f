using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Acquirer.Sqlite;

/// <summary>The ledger in <c>acquirer.sqlite</c>.</summary>
internal sealed class SqliteFileLedger(string path) : IFileLedger, IDisposable
{
    private readonly SqliteDatabase database = new(path, """
        CREATE TABLE IF NOT EXISTS files (
            name TEXT PRIMARY KEY, length INTEGER NOT NULL, modified_at INTEGER NOT NULL, sha256 TEXT NOT NULL, revision INTEGER NOT NULL
        ) WITHOUT ROWID
        """);

    public LedgerEntry? Find(string name) => database.Read(connection => connection.Query(
        "SELECT length, modified_at, sha256, revision FROM files WHERE name = $name",
        r => new LedgerEntry(name, r.GetInt64(0), r.GetInt64(1), r.GetString(2), r.GetInt32(3)),
        ("$name", name)).SingleOrDefault());

    public Task PutAsync(LedgerEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            "INSERT OR REPLACE INTO files (name, length, modified_at, sha256, revision) VALUES ($name, $length, $modified, $sha256, $revision)",
            ("$name", entry.Name), ("$length", entry.Length), ("$modified", entry.ModifiedTicks), ("$sha256", entry.Sha256), ("$revision", entry.Revision)),
        cancellationToken);

    public void Dispose() => database.Dispose();
}

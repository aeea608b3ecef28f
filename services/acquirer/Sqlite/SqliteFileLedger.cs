using Microsoft.Data.Sqlite;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Acquirer.Sqlite;

/// <summary>The ledger in <c>acquirer.sqlite</c>.</summary>
internal sealed class SqliteFileLedger(string path) : IFileLedger, IDisposable
{
    public static readonly SqliteSchema Schema = new("acquirer.sqlite", """
        CREATE TABLE IF NOT EXISTS files (
            slot TEXT PRIMARY KEY, name TEXT NOT NULL, length INTEGER NOT NULL, modified_at INTEGER NOT NULL, sha256 TEXT NOT NULL, revised_at INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(slot, name, length, modified_at, sha256, revised_at)) STORED
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS withdrawn (
            slot TEXT PRIMARY KEY, name TEXT NOT NULL, length INTEGER NOT NULL, modified_at INTEGER NOT NULL, sha256 TEXT NOT NULL, revised_at INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(slot, name, length, modified_at, sha256, revised_at)) STORED
        ) WITHOUT ROWID
        """, Version: 3);

    /// <summary>The newer row of a slot counts.</summary>
    private const string Rows = """
        SELECT slot, name, length, modified_at, sha256, revised_at, 0 AS is_withdrawn FROM files
            WHERE revised_at > ifnull((SELECT revised_at FROM withdrawn WHERE withdrawn.slot = files.slot), -1)
        UNION ALL
        SELECT slot, name, length, modified_at, sha256, revised_at, 1 FROM withdrawn
            WHERE revised_at >= ifnull((SELECT revised_at FROM files WHERE files.slot = withdrawn.slot), -1)
        """;

    private readonly SqliteDatabase database = new(path, Schema);

    public LedgerEntry? Find(string slot) => database.Read(connection => connection.Query(
        $"SELECT * FROM ({Rows}) WHERE slot = $slot", Entry, ("$slot", slot)).SingleOrDefault());

    public IReadOnlyList<LedgerEntry> List() => database.Read(connection => connection.Query(
        $"SELECT * FROM ({Rows}) ORDER BY slot", Entry).ToList());

    public Task PutAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            Put(connection, "files", entries.Where(entry => !entry.IsWithdrawn));
            Put(connection, "withdrawn", entries.Where(entry => entry.IsWithdrawn));
        },
        cancellationToken);

    public void Dispose() => database.Dispose();

    private static void Put(SqliteConnection connection, string table, IEnumerable<LedgerEntry> entries)
    {
        using var put = connection.Statement(
            $"INSERT OR REPLACE INTO {table} (slot, name, length, modified_at, sha256, revised_at) VALUES ($slot, $name, $length, $modified, $sha256, $revision)",
            "$slot", "$name", "$length", "$modified", "$sha256", "$revision");
        foreach (var entry in entries)
            put.Run(entry.Slot, entry.Name, entry.Length, entry.ModifiedTicks, entry.Sha256, entry.Revision);
    }

    private static LedgerEntry Entry(SqliteDataReader r) => new(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetString(4), r.GetInt64(5), r.GetBoolean(6));
}

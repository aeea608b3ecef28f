using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>The ledger of slots in <c>extractor.sqlite</c>.</summary>
internal sealed class SqliteExtractorStore : ISlotLedger, IDisposable
{
    public static readonly SqliteSchema Schema = new("extractor.sqlite", """
        CREATE TABLE IF NOT EXISTS slots(
            data_set TEXT NOT NULL, slot TEXT NOT NULL, revised_at INTEGER NOT NULL, checksum INTEGER NOT NULL AS (row_checksum(data_set, slot, revised_at)) STORED,
            PRIMARY KEY(data_set, slot)) WITHOUT ROWID
        """, Version: 4);

    private readonly SqliteDatabase database;

    public SqliteExtractorStore(string path) => database = new(path, Schema);

    public void Dispose() => database.Dispose();

    public Task<bool> TryAdvanceAsync(string dataSet, string slot, long revision, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            (string, object?)[] key = [("$data_set", dataSet), ("$slot", slot)];
            var newest = connection.Query("SELECT revised_at FROM slots WHERE data_set = $data_set AND slot = $slot", r => r.GetInt64(0), key)
                .Select(known => (long?)known).SingleOrDefault();
            if (newest >= revision)
                return newest == revision;
            connection.Execute("INSERT OR REPLACE INTO slots VALUES($data_set, $slot, $revision)", [.. key, ("$revision", revision)]);
            return true;
        },
        cancellationToken);
}

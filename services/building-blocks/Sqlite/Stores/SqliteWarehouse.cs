using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores.Tables;
using SpotifyPlatform.Sqlite.Stores.Warehouse;

namespace SpotifyPlatform.Sqlite.Stores;

/// <summary>The warehouse tables in one file. A shard's rows and its ledger entry are one transaction. Times are Unix milliseconds.</summary>
public sealed class SqliteWarehouse(string path, TimeProvider clock, SqliteAccess access = SqliteAccess.ReadWrite) : IWarehouse, IDisposable
{
    private static readonly string Schema = $"""
        {WarehouseTables.Tracks.Definition};
        {WarehouseTables.Sections.Definition};
        CREATE TABLE IF NOT EXISTS load_ledger(
            shard TEXT PRIMARY KEY, tracks_sha256 TEXT NOT NULL, sections_sha256 TEXT NOT NULL, tracks INTEGER NOT NULL, sections INTEGER NOT NULL,
            loaded_at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteDatabase database = new(path, Schema, access: access);

    public async Task<LoadOutcome> LoadAsync(ShardFiles shard, CancellationToken cancellationToken)
    {
        if (database.Read(connection => IsLoaded(connection, shard)))
            return LoadOutcome.AlreadyLoaded;
        return await database.WriteAsync(connection => Load(connection, shard, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<LoadedShard>>(
            connection => connection.Query(
                "SELECT shard, tracks, sections, tracks_sha256, sections_sha256 FROM load_ledger ORDER BY shard",
                r => new LoadedShard(ShardId.Parse(r.GetString(0)), r.GetInt64(1), r.GetInt64(2), r.GetString(3), r.GetString(4))),
            cancellationToken);

    public Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => AnalysisQuery.Find(connection, track), cancellationToken);

    public void Dispose() => database.Dispose();

    private LoadOutcome Load(SqliteConnection connection, ShardFiles shard, CancellationToken cancellationToken)
    {
        // Again, now that nobody else can write: another worker may have loaded the shard in between.
        if (IsLoaded(connection, shard))
            return LoadOutcome.AlreadyLoaded;
        RowLoader.Replace(connection, WarehouseTables.Tracks, shard.Shard, shard.Tracks, cancellationToken);
        RowLoader.Replace(connection, WarehouseTables.Sections, shard.Shard, shard.Sections, cancellationToken);
        connection.Execute(
            "INSERT OR REPLACE INTO load_ledger VALUES ($shard, $tracks_sha256, $sections_sha256, $tracks, $sections, $now)",
            ("$shard", shard.Shard.Prefix),
            ("$tracks_sha256", shard.Tracks.Sha256),
            ("$sections_sha256", shard.Sections.Sha256),
            ("$tracks", shard.Tracks.Rows),
            ("$sections", shard.Sections.Rows),
            ("$now", clock.GetUtcNow().ToUnixTimeMilliseconds()));
        return LoadOutcome.Loaded;
    }

    private static bool IsLoaded(SqliteConnection connection, ShardFiles shard) => connection.Scalar<long>(
        "SELECT count(*) FROM load_ledger WHERE shard = $shard AND tracks_sha256 = $tracks AND sections_sha256 = $sections",
        ("$shard", shard.Shard.Prefix),
        ("$tracks", shard.Tracks.Sha256),
        ("$sections", shard.Sections.Sha256)) == 1;
}

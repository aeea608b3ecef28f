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
            loaded_at INTEGER NOT NULL, revised_at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private const string Select = "SELECT shard, tracks, sections, tracks_sha256, sections_sha256, revised_at FROM load_ledger";

    private readonly SqliteDatabase database = new(path, Schema, version: 2, access);

    public async Task<LoadOutcome> LoadAsync(ShardFiles shard, CancellationToken cancellationToken)
    {
        if (database.Read(connection => Find(connection, shard.Shard)) is { } loaded && loaded.Revision >= shard.Revision && OutcomeOf(loaded, shard) is { } outcome)
            return outcome;
        return await database.WriteAsync(connection => Load(connection, shard, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<LoadedShard>>(
            connection => connection.Query(
                $"{Select} ORDER BY shard", Read),
            cancellationToken);

    public Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => AnalysisQuery.Find(connection, track), cancellationToken);

    public void Dispose() => database.Dispose();

    private LoadOutcome Load(SqliteConnection connection, ShardFiles shard, CancellationToken cancellationToken)
    {
        // Again, now that nobody else can write: another worker may have loaded the shard in between.
        if (Find(connection, shard.Shard) is { } loaded && OutcomeOf(loaded, shard) is { } outcome)
        {
            if (loaded.Revision < shard.Revision)
                connection.Execute("UPDATE load_ledger SET revised_at = $revision WHERE shard = $shard", ("$shard", shard.Shard.Prefix), ("$revision", shard.Revision));
            return outcome;
        }

        RowLoader.Replace(connection, WarehouseTables.Tracks, shard.Shard, shard.Tracks, cancellationToken);
        RowLoader.Replace(connection, WarehouseTables.Sections, shard.Shard, shard.Sections, cancellationToken);
        connection.Execute(
            "INSERT OR REPLACE INTO load_ledger VALUES ($shard, $tracks_sha256, $sections_sha256, $tracks, $sections, $now, $revision)",
            ("$shard", shard.Shard.Prefix),
            ("$tracks_sha256", shard.Tracks.Sha256),
            ("$sections_sha256", shard.Sections.Sha256),
            ("$tracks", shard.Tracks.Rows),
            ("$sections", shard.Sections.Rows),
            ("$now", clock.GetUtcNow().ToUnixTimeMilliseconds()),
            ("$revision", shard.Revision));
        return LoadOutcome.Loaded;
    }

    private static LoadedShard? Find(SqliteConnection connection, ShardId shard) =>
        connection.Query($"{Select} WHERE shard = $shard", Read, ("$shard", shard.Prefix)).SingleOrDefault();

    /// <summary>Null when the shard has to be loaded.</summary>
    private static LoadOutcome? OutcomeOf(LoadedShard loaded, ShardFiles shard)
    {
        if (loaded.Revision > shard.Revision)
            return LoadOutcome.Superseded;
        return loaded.TracksSha256 == shard.Tracks.Sha256 && loaded.SectionsSha256 == shard.Sections.Sha256 ? LoadOutcome.AlreadyLoaded : null;
    }

    private static LoadedShard Read(SqliteDataReader r) =>
        new(ShardId.Parse(r.GetString(0)), r.GetInt64(1), r.GetInt64(2), r.GetString(3), r.GetString(4)) { Revision = r.GetInt64(5) };
}

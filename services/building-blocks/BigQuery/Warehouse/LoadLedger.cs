using System.Globalization;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>
/// The table of loads. A load is written down before its first job starts, so that whoever comes next finds its jobs by its id and goes on; it becomes
/// loaded in one statement, or in the transaction that replaces the rows. Writers are kept apart by a row that each of them changes.
/// </summary>
internal sealed class LoadLedger(BigQueryClient client, WarehouseTables tables, ScriptRunner scripts)
{
    private const string LockState = "lock";
    private const string Columns = "shard, state, load_id, generation, revision, extractor_version, tracks, sections, source, changed_at";

    private string Table => tables.Loads.ToSql();

    /// <summary>The statement by which transactions exclude one another: of two that change one row, BigQuery lets one pass.</summary>
    private string TakeLock => $"UPDATE {Table} SET changed_at = CURRENT_TIMESTAMP() WHERE state = '{LockState}';";

    /// <summary>What is known of shards, and of the whole loads that they are part of.</summary>
    public async Task<IReadOnlyList<LedgerRow>> ReadAsync(IEnumerable<ShardId> shards, CancellationToken cancellationToken)
    {
        await tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await QueryAsync(
            $"WHERE load_id IN (SELECT load_id FROM {Table} WHERE shard IN UNNEST(@shards))",
            [new BigQueryParameter("shards", null, shards.Select(shard => shard.Prefix).ToArray())], cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<LedgerRow>> ListAsync(CancellationToken cancellationToken)
    {
        await tables.EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await QueryAsync($"WHERE state <> '{LockState}'", [], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a load down. Shards that another load holds, or has loaded meanwhile, stay out.</summary>
    /// <param name="state"><see cref="LoadState.Appending"/> or <see cref="LoadState.Replacing"/>.</param>
    /// <returns>The shards that are in.</returns>
    public async Task<IReadOnlyList<LedgerRow>> BeginAsync(string loadId, LoadState state, IReadOnlyList<ShardRows> shards, CancellationToken cancellationToken)
    {
        var others = state == LoadState.Appending
            ? "NOT EXISTS (SELECT 1 FROM {0} AS other WHERE other.shard = wanted.shard)"
            : $"NOT EXISTS (SELECT 1 FROM {{0}} AS other WHERE other.shard = wanted.shard AND other.state <> '{Name(LoadState.Loaded)}')";
        var rows = shards.Select(shard => string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {Literal(shard.Shard.Prefix)} AS shard, '{Name(state)}' AS state, '{loadId}' AS load_id, {Literal(shard.Generation)} AS generation, {shard.Revision} AS revision, {shard.ExtractorVersion} AS extractor_version, {shard.Tracks.Rows} AS tracks, {shard.Sections.Rows} AS sections, {Literal(ShardSource.Write(shard))} AS source"));
        await EnsureLockAsync(cancellationToken).ConfigureAwait(false);
        await scripts.RunAsync(
            $"begin_{loadId}",
            $"""
            BEGIN TRANSACTION;
            {TakeLock}
            INSERT INTO {Table} ({Columns})
            SELECT shard, state, load_id, generation, revision, extractor_version, tracks, sections, source, CURRENT_TIMESTAMP()
            FROM ({string.Join("\nUNION ALL ", rows)}) AS wanted
            WHERE {string.Format(CultureInfo.InvariantCulture, others, Table)};
            COMMIT TRANSACTION;
            """,
            cancellationToken).ConfigureAwait(false);
        return await QueryAsync("WHERE load_id = @id", [new BigQueryParameter("id", null, loadId)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows of a load have been appended.</summary>
    public Task AppendedAsync(string loadId, CancellationToken cancellationToken) => scripts.RunAsync(
        $"done_{loadId}",
        $"""
        BEGIN TRANSACTION;
        {TakeLock}
        UPDATE {Table} SET state = '{Name(LoadState.Loaded)}', changed_at = CURRENT_TIMESTAMP() WHERE load_id = '{loadId}' AND state = '{Name(LoadState.Appending)}';
        COMMIT TRANSACTION;
        """,
        cancellationToken);

    /// <summary>Replaces the rows of shards in both tables and in the ledger at once, unless a newer load has taken this one's place.</summary>
    public Task ReplaceAsync(string loadId, IReadOnlyList<ShardId> shards, CancellationToken cancellationToken)
    {
        var pending = $"EXISTS (SELECT 1 FROM {Table} WHERE load_id = '{loadId}' AND state = '{Name(LoadState.Replacing)}')";
        return scripts.RunAsync(
            $"replace_{loadId}",
            $"""
            BEGIN TRANSACTION;
            {TakeLock}
            DELETE FROM {tables.Tracks.ToSql()} WHERE {Within(shards)} AND {pending};
            INSERT INTO {tables.Tracks.ToSql()} ({WarehouseTables.Columns(WarehouseTables.TrackSchema)})
            SELECT {WarehouseTables.Columns(WarehouseTables.TrackSchema)} FROM {tables.Staging("tracks", loadId).ToSql()} WHERE {pending};
            DELETE FROM {tables.Sections.ToSql()} WHERE {Within(shards)} AND {pending};
            INSERT INTO {tables.Sections.ToSql()} ({WarehouseTables.Columns(WarehouseTables.SectionSchema)})
            SELECT {WarehouseTables.Columns(WarehouseTables.SectionSchema)} FROM {tables.Staging("sections", loadId).ToSql()} WHERE {pending};
            DELETE FROM {Table} WHERE shard IN ({List(shards)}) AND state = '{Name(LoadState.Loaded)}' AND {pending};
            UPDATE {Table} SET state = '{Name(LoadState.Loaded)}', changed_at = CURRENT_TIMESTAMP() WHERE load_id = '{loadId}' AND state = '{Name(LoadState.Replacing)}';
            COMMIT TRANSACTION;
            """,
            cancellationToken);
    }

    /// <summary>Gives a load up. What it has appended is deleted.</summary>
    public Task AbandonAsync(string loadId, LoadState state, IReadOnlyList<ShardId> shards, CancellationToken cancellationToken)
    {
        var appended = $"{Within(shards)} AND EXISTS (SELECT 1 FROM {Table} WHERE load_id = '{loadId}' AND state = '{Name(LoadState.Appending)}')";
        return scripts.RunAsync(
            $"abandon_{loadId}",
            $"""
            BEGIN TRANSACTION;
            {TakeLock}
            {(state == LoadState.Appending ? $"DELETE FROM {tables.Tracks.ToSql()} WHERE {appended};\nDELETE FROM {tables.Sections.ToSql()} WHERE {appended};" : "")}
            DELETE FROM {Table} WHERE load_id = '{loadId}' AND state <> '{Name(LoadState.Loaded)}';
            COMMIT TRANSACTION;
            """,
            cancellationToken);
    }

    /// <summary>The rows that are loaded have a newer revision now.</summary>
    public Task ReviseAsync(ShardRows shard, CancellationToken cancellationToken) => client.ExecuteQueryAsync(
        $"UPDATE {Table} SET revision = @revision WHERE shard = @shard AND generation = @generation AND state = '{Name(LoadState.Loaded)}' AND revision < @revision",
        [new("revision", null, shard.Revision), new("shard", null, shard.Shard.Prefix), new("generation", null, shard.Generation)], null, cancellationToken);

    private async Task EnsureLockAsync(CancellationToken cancellationToken) => await client.ExecuteQueryAsync(
        $"INSERT INTO {Table} (shard, state) SELECT '', '{LockState}' FROM (SELECT 1 AS one) WHERE NOT EXISTS (SELECT 1 FROM {Table} WHERE state = '{LockState}')", null, null, cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyList<LedgerRow>> QueryAsync(string where, BigQueryParameter[] parameters, CancellationToken cancellationToken)
    {
        var results = await client.ExecuteQueryAsync($"SELECT shard, state, load_id, revision, source FROM {Table} {where} ORDER BY shard, state", parameters, null, cancellationToken).ConfigureAwait(false);
        var rows = new List<LedgerRow>();
        await foreach (var row in results.GetRowsAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(new LedgerRow((string)row["load_id"]!, StateOf((string)row["state"]!), ShardSource.Read((string)row["source"]!) with { Revision = (long)row["revision"]! }));
        return rows;
    }

    private static string Within(IEnumerable<ShardId> shards) => $"({string.Join(" OR ", shards.Select(shard => $"STARTS_WITH({WarehouseTables.Key}, {Literal(shard.Prefix)})"))})";

    private static string List(IEnumerable<ShardId> shards) => string.Join(", ", shards.Select(shard => Literal(shard.Prefix)));

    private static string Literal(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string Name(LoadState state) => state.ToString().ToLowerInvariant();

    private static LoadState StateOf(string name) =>
        Enum.GetValues<LoadState>().Cast<LoadState?>().FirstOrDefault(state => Name(state!.Value) == name) ?? throw new InvalidDataException($"The ledger of loads has a row of state '{name}'; only the loader may write it.");
}

/// <param name="LoadId">Of the load's jobs; a load has one or more shards.</param>
internal sealed record LedgerRow(string LoadId, LoadState State, ShardRows Shard);

internal enum LoadState
{
    /// <summary>Being loaded for the first time.</summary>
    Appending,

    /// <summary>Being loaded in the place of other rows.</summary>
    Replacing,
    Loaded,
}

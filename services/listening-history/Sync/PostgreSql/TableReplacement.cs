using Npgsql;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Replaces all tables: new ones are built where no reader looks, and take the place of the old ones in one transaction. Only that step
/// takes locks that block readers, so it waits briefly for them, releases, and retries.
/// </summary>
/// <param name="connection">In the transaction that makes the switch and holds the lock of the schema.</param>
internal sealed class TableReplacement(NpgsqlConnection connection, TableBuild build, SyncSchema schema, SyncOptions options, TimeProvider clock)
{
    private static readonly string[] TableNames = [.. PublishedSchema.Tables.Select(table => table.Name), "sync_parts"];

    public async Task<IReadOnlyDictionary<string, long>> RunAsync(IReadOnlyList<ITablesSnapshot> snapshots, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SAVEPOINT start", cancellationToken).ConfigureAwait(false);
        try
        {
            var rows = await build.RunAsync(snapshots, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {schema.Quoted}", cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(
                $"CREATE TABLE {schema.QuotedBuild}.sync_parts (table_name VARCHAR NOT NULL, part VARCHAR NOT NULL, hash VARCHAR NOT NULL)", cancellationToken).ConfigureAwait(false);
            await new TableCopy(connection).WritePartsAsync(schema.QuotedBuild, TableParts.Read(snapshots[0]), cancellationToken).ConfigureAwait(false);
            await SwitchAsync(cancellationToken).ConfigureAwait(false);
            return rows;
        }
        catch
        {
            await DropBuildAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Leaves nothing of a failed build, as far as the connection still works; else the next sync drops it.</summary>
    private async Task DropBuildAsync()
    {
        try
        {
            await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT start", CancellationToken.None).ConfigureAwait(false);
            await connection.ExecuteAsync($"DROP SCHEMA IF EXISTS {schema.QuotedBuild} CASCADE", CancellationToken.None).ConfigureAwait(false);
            await connection.ExecuteAsync("COMMIT", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is NpgsqlException or InvalidOperationException or IOException)
        {
            // The fault that the build failed with is the one to tell.
        }
    }

    private async Task SwitchAsync(CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        await connection.ExecuteAsync(
            $"SET LOCAL lock_timeout = {(long)options.SwitchLockTimeout.TotalMilliseconds}", cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await connection.ExecuteAsync("SAVEPOINT switch", cancellationToken).ConfigureAwait(false);
            try
            {
                await SwitchOnceAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException ex) when (ex.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (clock.GetElapsedTime(start) > options.SwitchTimeout)
                {
                    throw new SyncException(
                        $"Readers have held the tables of {schema.Name} for {options.SwitchTimeout}. End their transactions (SELECT * FROM pg_stat_activity), then sync again.", ex);
                }

                await connection.ExecuteAsync("ROLLBACK TO SAVEPOINT switch", cancellationToken).ConfigureAwait(false);
                await Task.Delay(options.SwitchLockTimeout, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException ex) when (ex.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
            {
                throw new SyncException($"Something outside the sync depends on the tables of {schema.Name}: {ex.Detail ?? ex.MessageText} Drop it, then sync again.", ex);
            }
        }
    }

    private async Task SwitchOnceAsync(CancellationToken cancellationToken)
    {
        var grants = await TableGrants.ReadAsync(connection, schema, [.. TableNames, .. InsightViews.Names], cancellationToken).ConfigureAwait(false);
        var statements =
            InsightViews.Names.Reverse().Select(view => $"DROP VIEW IF EXISTS {schema.Quoted}.{view}")
            .Concat(TableNames.Select(table => $"DROP TABLE IF EXISTS {schema.Quoted}.{table}"))
            .Concat(TableNames.Select(table => $"ALTER TABLE {schema.QuotedBuild}.{table} SET SCHEMA {schema.Quoted}"))
            .Append($"DROP SCHEMA {schema.QuotedBuild}")
            .Append($"SET LOCAL search_path = {schema.Quoted}")
            .Append(InsightViews.PlaysView)
            .Concat(InsightViews.Definitions())
            .Concat(grants);
        foreach (var statement in statements)
            await connection.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
    }
}

using Npgsql;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Replaces all tables in one transaction: they are filled and indexed in a schema that no other transaction sees, then replace the old
/// ones. Only that last step takes locks that block readers, so it waits briefly for them, releases, and retries.
/// </summary>
internal sealed class TableReplacement(NpgsqlConnection connection, SyncSchema schema, SyncOptions options, TimeProvider clock)
{
    private static readonly string[] TableNames = [.. PublishedSchema.Tables.Select(table => table.Name), "sync_parts"];

    public async Task<Dictionary<string, long>> RunAsync(ITablesSnapshot tables, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {schema.Quoted}", cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"CREATE SCHEMA {schema.QuotedBuild}", cancellationToken).ConfigureAwait(false);
        var copy = new TableCopy(connection);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in PublishedSchema.Tables)
        {
            await connection.ExecuteAsync(table.Create(schema.QuotedBuild), cancellationToken).ConfigureAwait(false);
            // FREEZE: spares the vacuum pass over the new rows; allowed because this transaction created the table.
            rows[table.Name] = await copy.CopyAsync(tables, table, schema.QuotedBuild, "TRUE", ", FREEZE", cancellationToken).ConfigureAwait(false);
            foreach (var index in table.CreateIndexes(schema.QuotedBuild))
                await connection.ExecuteAsync(index, cancellationToken).ConfigureAwait(false);
        }

        await connection.ExecuteAsync(
            $"CREATE TABLE {schema.QuotedBuild}.sync_parts (table_name VARCHAR NOT NULL, part VARCHAR NOT NULL, hash VARCHAR NOT NULL)", cancellationToken).ConfigureAwait(false);
        await copy.WritePartsAsync(schema.QuotedBuild, TableParts.Read(tables), cancellationToken).ConfigureAwait(false);
        await AnalyzeAsync(cancellationToken).ConfigureAwait(false);
        await SwitchAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Without statistics the first queries would get poor plans.</summary>
    private async Task AnalyzeAsync(CancellationToken cancellationToken)
    {
        foreach (var name in TableNames)
            await connection.ExecuteAsync($"ANALYZE {schema.QuotedBuild}.{name}", cancellationToken).ConfigureAwait(false);
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

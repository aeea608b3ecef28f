using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Npgsql;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>Copies an account's published tables, indexes and views into its own schema of a PostgreSQL database, and replaces what was there in one transaction.</summary>
internal sealed class PostgresSync(IPublishedTables published, IOptions<SyncOptions> options, TimeProvider clock)
{
    /// <param name="url">As <see cref="PostgresUrl"/> reads it.</param>
    /// <exception cref="SyncException">The sync failed; the database is unchanged.</exception>
    public async Task<SyncReport> RunAsync(AccountName account, string url, SyncMode mode, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var schema = new SyncSchema(account);
        var snapshots = published.OpenTables(account, options.Value.Connections);
        try
        {
            var connectionString = PostgresUrl.Parse(url).ConnectionString;
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await LockAsync(connection, schema, cancellationToken).ConfigureAwait(false);
            var updated = mode == SyncMode.Incremental
                ? await new TableUpdate(connection, schema).RunAsync(snapshots[0], cancellationToken).ConfigureAwait(false)
                : null;
            var rows = updated?.Sent
                ?? await new TableReplacement(connection, new TableBuild(connectionString, schema), schema, options.Value, clock)
                    .RunAsync(snapshots, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return new SyncReport(schema.Name, updated is not null, rows, updated?.Deleted ?? 0, clock.GetElapsedTime(start));
        }
        catch (Exception ex) when (Explain(ex) is { } message)
        {
            throw new SyncException(message, ex);
        }
        finally
        {
            foreach (var snapshot in snapshots)
                snapshot.Dispose();
        }
    }

    /// <summary>One sync of a schema at a time; PostgreSQL frees the lock with the transaction, however it ends.</summary>
    private static async Task LockAsync(NpgsqlConnection connection, SyncSchema schema, CancellationToken cancellationToken)
    {
        if (!await connection.ScalarAsync<bool>("SELECT pg_try_advisory_xact_lock(hashtextextended(@name, 0))", cancellationToken, ("name", schema.Name)).ConfigureAwait(false))
            throw new SyncException($"Another sync into {schema.Name} is running. Wait for it to end, then sync again.");
    }

    private static string? Explain(Exception cause) => cause switch
    {
        SyncException => null,
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "The database refused user or password of POSTGRES_URL. Check both; special characters must be percent-encoded.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } ex =>
            $"The database of POSTGRES_URL does not exist ({ex.MessageText}). Create it, or name another one after the last '/'.",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } ex =>
            $"The user of POSTGRES_URL may not do this: {ex.MessageText}. Let it: GRANT CREATE ON DATABASE ... TO ...",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory } ex =>
            $"The database has no room: {ex.MessageText}. The old tables are as they were.",
        PostgresException ex => $"The database refused the sync: {ex.MessageText} ({ex.SqlState}). The old tables are as they were.",
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } ex =>
            $"The database of POSTGRES_URL does not answer: {ex.Message}. Check host and port, that it runs, and that it accepts connections from here.",
        NpgsqlException ex => $"The connection to PostgreSQL failed: {ex.Message}. The old tables are as they were; sync again.",
        _ => null,
    };
}

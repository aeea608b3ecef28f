using System.Collections.Concurrent;
using Npgsql;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Fills and indexes new tables in a schema of their own, several at once: a table is filled by one process of the server, so one
/// connection would leave its other processors idle. Nothing but a sync looks into that schema; what a killed one left is dropped first.
/// </summary>
internal sealed class TableBuild(string connectionString, SyncSchema schema)
{
    /// <returns>Rows sent by table.</returns>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(IReadOnlyList<ITablesSnapshot> snapshots, CancellationToken cancellationToken)
    {
        await using (var connection = await OpenAsync(cancellationToken).ConfigureAwait(false))
        {
            await connection.ExecuteAsync($"DROP SCHEMA IF EXISTS {schema.QuotedBuild} CASCADE", cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync($"CREATE SCHEMA {schema.QuotedBuild}", cancellationToken).ConfigureAwait(false);
        }

        var rows = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var waiting = new ConcurrentQueue<PublishedTable>(PublishedSchema.Tables);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = snapshots.Select(snapshot => Task.Run(() => FillAsync(snapshot, waiting, rows, stopping), CancellationToken.None)).ToList();
        await Task.WhenAll(workers).ConfigureAwait(false);
        return rows;
    }

    private async Task FillAsync(
        ITablesSnapshot tables, ConcurrentQueue<PublishedTable> waiting, ConcurrentDictionary<string, long> rows, CancellationTokenSource stopping)
    {
        try
        {
            await using var connection = await OpenAsync(stopping.Token).ConfigureAwait(false);
            while (waiting.TryDequeue(out var table))
                rows[table.Name] = await FillAsync(connection, tables, table, stopping.Token).ConfigureAwait(false);
        }
        catch when (!stopping.IsCancellationRequested)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<long> FillAsync(NpgsqlConnection connection, ITablesSnapshot tables, PublishedTable table, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(table.Create(schema.QuotedBuild), cancellationToken).ConfigureAwait(false);

        // FREEZE: spares the vacuum pass over the new rows; allowed because this transaction created the table.
        var rows = await new TableCopy(connection).CopyAsync(tables, table, schema.QuotedBuild, "TRUE", ", FREEZE", cancellationToken).ConfigureAwait(false);
        foreach (var index in table.CreateIndexes(schema.QuotedBuild))
            await connection.ExecuteAsync(index, cancellationToken).ConfigureAwait(false);

        // Without statistics the first queries would get poor plans.
        await connection.ExecuteAsync($"ANALYZE {schema.QuotedBuild}.{table.Name}", cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

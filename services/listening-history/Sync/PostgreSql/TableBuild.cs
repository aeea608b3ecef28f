using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>
/// Fills and indexes new tables in a schema of their own, over several connections at once: the server serves each by one process, so
/// a single one would leave its other processors idle. Nothing but a sync looks into that schema; what a killed one left is dropped first.
/// </summary>
internal sealed class TableBuild(string connectionString, SyncSchema schema)
{
    /// <summary>Enough for good plans, at a fifth of the default's cost; the server's autovacuum refines it.</summary>
    public const string StatisticsTarget = "default_statistics_target = 20";

    /// <summary>Each connection builds an index of its own, so helpers of one would take processors from the others.</summary>
    private const string OneProcess = "max_parallel_maintenance_workers = 0";

    private readonly ConcurrentDictionary<string, long> rows = new(StringComparer.Ordinal);

    /// <returns>Rows written by table.</returns>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(IReadOnlyList<ITablesSnapshot> snapshots, CancellationToken cancellationToken)
    {
        var workers = new List<Worker>();
        try
        {
            foreach (var snapshot in snapshots)
                workers.Add(new Worker(await OpenAsync(cancellationToken).ConfigureAwait(false), snapshot));
            await CreateAsync(workers[0].Connection, cancellationToken).ConfigureAwait(false);
            await BuildAsync(workers, cancellationToken).ConfigureAwait(false);
            return rows;
        }
        finally
        {
            foreach (var worker in workers)
                await worker.Connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task BuildAsync(IReadOnlyList<Worker> workers, CancellationToken cancellationToken)
    {
        await RunAllAsync(Copies(workers), workers, cancellationToken).ConfigureAwait(false);
        await RunAllAsync(Enumerable.Range(0, workers.Count).Select(slice => FillPlays(workers.Count, slice)), workers, cancellationToken).ConfigureAwait(false);
        var indexes = PublishedSchema.Tables.SelectMany(table => table.CreateIndexes(schema.QuotedBuild)).Select(index => Statement(OneProcess, index));
        await RunAllAsync(indexes, workers, cancellationToken).ConfigureAwait(false);

        // Without statistics the first queries would get poor plans.
        var statistics = PublishedSchema.Tables.Select(table => Statement(StatisticsTarget, $"ANALYZE {schema.QuotedBuild}.{table.Name}"));
        await RunAllAsync(statistics, workers, cancellationToken).ConfigureAwait(false);
    }

    private async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"DROP SCHEMA IF EXISTS {schema.QuotedBuild} CASCADE", cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"CREATE SCHEMA {schema.QuotedBuild}", cancellationToken).ConfigureAwait(false);
        foreach (var table in PublishedSchema.Tables)
        {
            await connection.ExecuteAsync(table.Create(schema.QuotedBuild), cancellationToken).ConfigureAwait(false);
            rows[table.Name] = 0;
        }
    }

    /// <summary>The largest table in as many slices as there are connections, and the others whole.</summary>
    private IEnumerable<Step> Copies(IReadOnlyList<Worker> workers)
    {
        using var reader = workers[0].Tables.Query($"SELECT count(*) FROM {PublishedSchema.Rows.Name}");
        reader.Read();
        var slice = (reader.GetInt64(0) / workers.Count) + 1;
        var slices = Enumerable.Range(0, workers.Count).Select(number => string.Create(
            CultureInfo.InvariantCulture, $"rowid >= {number * slice} AND rowid < {(number + 1) * slice}"));
        return slices.Select(where => Copy(PublishedSchema.Rows, where))
            .Concat(PublishedSchema.Tables.Where(table => table != PublishedSchema.Rows && table != PublishedSchema.Plays).Select(table => Copy(table, "TRUE")));
    }

    private Step Copy(PublishedTable table, string where) => async (connection, tables, cancellationToken) =>
    {
        var sent = await new TableCopy(connection).CopyAsync(tables, table, schema.QuotedBuild, where, cancellationToken).ConfigureAwait(false);
        rows.AddOrUpdate(table.Name, sent, (_, sum) => sum + sent);
    };

    /// <summary>From the rows that are there already, which spares sending the plays a second time.</summary>
    private Step FillPlays(int slices, int slice) => async (connection, _, cancellationToken) =>
    {
        var inserted = await connection.ExecuteAsync(
            PublishedSchema.FillPlays(schema.QuotedBuild, $"abs(play_id) % {slices} = {slice}"), cancellationToken).ConfigureAwait(false);
        rows.AddOrUpdate(PublishedSchema.Plays.Name, inserted, (_, sum) => sum + inserted);
    };

    private static Step Statement(string setting, string sql) => async (connection, _, cancellationToken) =>
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync($"SET LOCAL {setting}", cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    };

    /// <summary>Runs steps that do not depend on one another, one at a time on each connection, and stops all when one fails.</summary>
    private static async Task RunAllAsync(IEnumerable<Step> steps, IReadOnlyList<Worker> workers, CancellationToken cancellationToken)
    {
        var waiting = new ConcurrentQueue<Step>(steps);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(workers.Select(worker => Task.Run(() => RunAsync(waiting, worker, stopping), CancellationToken.None)).ToList()).ConfigureAwait(false);
    }

    private static async Task RunAsync(ConcurrentQueue<Step> waiting, Worker worker, CancellationTokenSource stopping)
    {
        try
        {
            while (waiting.TryDequeue(out var step))
                await step(worker.Connection, worker.Tables, stopping.Token).ConfigureAwait(false);
        }
        catch when (!stopping.IsCancellationRequested)
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            throw;
        }
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

    private sealed record Worker(NpgsqlConnection Connection, ITablesSnapshot Tables);

    private delegate Task Step(NpgsqlConnection connection, ITablesSnapshot tables, CancellationToken cancellationToken);
}

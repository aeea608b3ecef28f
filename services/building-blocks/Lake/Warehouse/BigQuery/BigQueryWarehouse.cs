using SpotifyPlatform.BigQuery;
using SpotifyPlatform.BigQuery.Data;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Lake.Warehouse.BigQuery;

/// <summary>The warehouse in a project of BigQuery. Data sets are created by an administrator; tables by the lake.</summary>
internal sealed class BigQueryWarehouse(BigQueryClient client) : ISqlWarehouse, IDisposable
{
    public SqlDialect Dialect => SqlDialect.BigQuery;

    public Task<IReadOnlyList<SqlRow>> QueryAsync(string sql, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            var named = parameters.Select(parameter => new BigQueryParameter(parameter.Key, null, parameter.Value));
            var results = await client.ExecuteQueryAsync(sql, named, null, cancellationToken).ConfigureAwait(false);
            string[] names = [.. results.Schema.Fields!.Select(field => field.Name!)];
            return (IReadOnlyList<SqlRow>)[.. (await results.ToListAsync(cancellationToken).ConfigureAwait(false)).Select(row => new SqlRow(names, row.ToArray()))];
        });

    public Task<long> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        RunAsync(async () => (await client.ExecuteQueryAsync(sql, null, null, cancellationToken).ConfigureAwait(false)).NumDmlAffectedRows ?? 0);

    public Task<IReadOnlyList<string>?> FindColumnsAsync(TableName table, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            try
            {
                var found = await client.GetTableAsync(ReferenceOf(table), cancellationToken).ConfigureAwait(false);
                return (IReadOnlyList<string>?)[.. (found.Schema?.Fields ?? []).Select(field => field.Name!)];
            }
            catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.NotFound)
            {
                await RequireAsync(table, cancellationToken).ConfigureAwait(false);
                return null;
            }
        });

    public Task CreateAsync(TableName table, TableSchema schema, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await RequireAsync(table, cancellationToken).ConfigureAwait(false);
            await client.GetOrCreateTableAsync(
                new Table { TableReference = ReferenceOf(table), Schema = BigQuerySchema.Of(schema), Clustering = ClusteringOf(schema) }, cancellationToken).ConfigureAwait(false);
            return true;
        });

    public Task<long> LoadAsync(TableName table, TableSchema schema, string path, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await RequireAsync(table, cancellationToken).ConfigureAwait(false);
            using var rows = File.OpenRead(path);
            if (rows.Length == 0)
                return await EmptyAsync(table, schema, cancellationToken).ConfigureAwait(false);
            var options = new CreateLoadJobOptions { WriteDisposition = WriteDisposition.WriteTruncate, Clustering = ClusteringOf(schema) };
            var job = await client.UploadAsync(ReferenceOf(table), BigQuerySchema.Of(schema), rows, options, cancellationToken).ConfigureAwait(false);
            job = (await job.PollUntilCompletedAsync(cancellationToken).ConfigureAwait(false)).ThrowOnAnyError();
            return job.OutputRows ?? 0;
        });

    public void Dispose() => client.Dispose();

    /// <summary>An upload has at least one byte.</summary>
    private async Task<long> EmptyAsync(TableName table, TableSchema schema, CancellationToken cancellationToken)
    {
        await client.DeleteTableAsync(ReferenceOf(table), cancellationToken).ConfigureAwait(false);
        await CreateAsync(table, schema, cancellationToken).ConfigureAwait(false);
        return 0;
    }

    private static Clustering? ClusteringOf(TableSchema schema) => schema.ClusteredBy.Count > 0 ? new Clustering(schema.ClusteredBy) : null;

    private TableReference ReferenceOf(TableName table) => client.GetTableReference(table.Dataset, table.Table);

    private async Task RequireAsync(TableName table, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetDatasetAsync(table.Dataset, cancellationToken).ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.Kind == BigQueryErrorKind.NotFound)
        {
            throw new DatasetNotFoundException(table.Dataset, $"project {client.ProjectId}", ex);
        }
    }

    private static async Task<T> RunAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.IsTransient)
        {
            throw new TransientFaultException(ex.Message, ex, ex.RetryAfter);
        }
        catch (BigQueryException ex)
        {
            throw new WarehouseRefusedException(ex.Message, ex);
        }
    }
}

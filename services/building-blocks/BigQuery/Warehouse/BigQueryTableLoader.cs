using System.Globalization;
using SpotifyPlatform.BigQuery.Data;

namespace SpotifyPlatform.BigQuery.Warehouse;

/// <summary>
/// Loads whole tables into BigQuery. Files are sent by load jobs into a staging table, whose rows replace the table's in one transaction, together with a
/// row of <c>table_loads</c>. Jobs are named by the number of the load and the content, so a load that was killed goes on with the jobs that it finds.
/// </summary>
internal sealed class BigQueryTableLoader(BigQueryClient client, BigQueryWarehouseOptions options, TimeProvider time) : IWarehouseTableLoader
{
    private const string LoadsTable = "table_loads";

    /// <summary>Staging tables that lost rows, such as one that expired, and loads of others that came first.</summary>
    private const int MaxAttempts = 5;

    private static readonly TableSchema LoadSchema = new TableSchemaBuilder
    {
        { "table_name", BigQueryDbType.String, BigQueryFieldMode.Required }, { "number", BigQueryDbType.Int64, BigQueryFieldMode.Required },
        { "content", BigQueryDbType.String }, { "row_count", BigQueryDbType.Int64 }, { "loaded_at", BigQueryDbType.Timestamp },
    }.Build();

    private readonly ScriptRunner runner = new(client, time);
    private readonly WarehouseTables tables = new(client, options.Dataset);

    public Task<bool> LoadAsync(WarehouseTableFiles table, CancellationToken cancellationToken) => Faults.MapAsync(
        async () =>
        {
            var schema = new TableSchema { Fields = [.. table.Columns.Select(column => new TableFieldSchema { Name = column.Name, Type = TypeOf(column.Type), Mode = "NULLABLE" })] };
            await EnsureAsync(table, schema, cancellationToken).ConfigureAwait(false);
            var current = await FindCurrentAsync(table.Name, cancellationToken).ConfigureAwait(false);
            if (current?.Content == table.Content)
                return false;
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                var loadId = string.Create(CultureInfo.InvariantCulture, $"{table.Name}_{(current?.Number ?? 0) + 1}_{table.Content[..16]}_{attempt}");
                if (!await StageAsync(table, schema, loadId, cancellationToken).ConfigureAwait(false))
                    continue;
                await ReplaceAsync(table, schema, loadId, (current?.Number ?? 0) + 1, cancellationToken).ConfigureAwait(false);
                await client.DeleteTableAsync(Staging(loadId), cancellationToken).ConfigureAwait(false);
                current = await FindCurrentAsync(table.Name, cancellationToken).ConfigureAwait(false);
                if (current?.Content == table.Content)
                    return true;
            }

            throw new InvalidDataException($"Table {table.Name} is not loaded: other loads of it came first, or rows of its staging table were lost, {MaxAttempts} times. Run the command again.");
        },
        client, options);

    private async Task EnsureAsync(WarehouseTableFiles table, TableSchema schema, CancellationToken cancellationToken)
    {
        await client.GetDatasetAsync(options.Dataset, cancellationToken).ConfigureAwait(false);
        await client.GetOrCreateTableAsync(
            new Table { TableReference = client.GetTableReference(options.Dataset, LoadsTable), Schema = LoadSchema, Description = "Which content each table has. Written by 'platform warehouse load' alone." },
            cancellationToken).ConfigureAwait(false);
        await client.GetOrCreateTableAsync(
            new Table { TableReference = client.GetTableReference(options.Dataset, table.Name), Schema = schema, Clustering = new Clustering([table.Columns[0].Name]) }, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Whether all rows are in the staging table; it may have expired since its jobs have run.</returns>
    private async Task<bool> StageAsync(WarehouseTableFiles table, TableSchema schema, string loadId, CancellationToken cancellationToken)
    {
        var staging = Staging(loadId);
        await tables.CreateStagingAsync(staging, schema, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < table.Files.Count; i++)
        {
            var (path, rows) = table.Files[i];
            if (rows > 0)
                await SendAsync($"load_{loadId}_{i}", path, staging, schema, cancellationToken).ConfigureAwait(false);
        }

        var results = await client.ExecuteQueryAsync($"SELECT COUNT(*) AS row_count FROM {staging.ToSql()}", null, null, cancellationToken).ConfigureAwait(false);
        await foreach (var row in results.GetRowsAsync(cancellationToken).ConfigureAwait(false))
            return (long)row["row_count"]! == table.Rows;
        return false;
    }

    private async Task SendAsync(string name, string path, TableReference staging, TableSchema schema, CancellationToken cancellationToken)
    {
        try
        {
            await runner.RunAsync(
                name,
                async id =>
                {
                    await using var file = File.OpenRead(path);
                    return await client.UploadAsync(staging, schema, file, new CreateLoadJobOptions { JobId = id, SourceFormat = FileFormat.Parquet }, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (BigQueryException ex) when (ex.IsOfJob && ex.Kind is BigQueryErrorKind.Invalid)
        {
            throw new InvalidDataException($"{ex.Message} The file is {path}.", ex);
        }
    }

    /// <summary>Nothing is replaced where a load of this number was there first.</summary>
    private Task ReplaceAsync(WarehouseTableFiles table, TableSchema schema, string loadId, long number, CancellationToken cancellationToken)
    {
        var (target, loads) = (client.GetTableReference(options.Dataset, table.Name).ToSql(), client.GetTableReference(options.Dataset, LoadsTable).ToSql());
        var isNext = string.Create(CultureInfo.InvariantCulture, $"NOT EXISTS (SELECT 1 FROM {loads} WHERE table_name = '{table.Name}' AND number >= {number})");
        return runner.RunAsync(
            $"replace_{loadId}",
            string.Create(CultureInfo.InvariantCulture, $"""
            BEGIN TRANSACTION;
            DELETE FROM {target} WHERE {isNext};
            INSERT INTO {target} ({WarehouseTables.Columns(schema)}) SELECT {WarehouseTables.Columns(schema)} FROM {Staging(loadId).ToSql()} WHERE {isNext};
            INSERT INTO {loads} (table_name, number, content, row_count, loaded_at)
            SELECT '{table.Name}', {number}, '{table.Content}', {table.Rows}, CURRENT_TIMESTAMP() FROM (SELECT 1 AS one) WHERE {isNext};
            COMMIT TRANSACTION;
            """),
            cancellationToken);
    }

    private async Task<(long Number, string Content)?> FindCurrentAsync(string table, CancellationToken cancellationToken)
    {
        var results = await client.ExecuteQueryAsync(
            $"SELECT number, content FROM {client.GetTableReference(options.Dataset, LoadsTable).ToSql()} WHERE table_name = @name ORDER BY number DESC LIMIT 1",
            [new BigQueryParameter("name", null, table)], null, cancellationToken).ConfigureAwait(false);
        await foreach (var row in results.GetRowsAsync(cancellationToken).ConfigureAwait(false))
            return ((long)row["number"]!, (string)row["content"]!);
        return null;
    }

    private TableReference Staging(string loadId) => tables.Staging("table", loadId);

    private static string TypeOf(WarehouseColumnType type) => type switch
    {
        WarehouseColumnType.WholeNumber => "INTEGER",
        WarehouseColumnType.Real => "FLOAT",
        _ => "STRING",
    };
}

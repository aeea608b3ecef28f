using System.Globalization;
using DuckDB.NET.Data;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Lake.Warehouse.DuckDb;

/// <summary>
/// The embedded warehouse: one DuckDB file, a schema for each data set. The file is open during a statement alone and under a lock, because
/// DuckDB lets one process write; a second process waits.
/// </summary>
/// <param name="datasets">The data sets that exist; their schemas are created when they are missing.</param>
internal sealed class DuckDbWarehouse(string path, IReadOnlyCollection<string> datasets, long maxMemoryBytes) : ISqlWarehouse
{
    public SqlDialect Dialect => SqlDialect.DuckDb;

    /// <summary>Whoever holds it has the file to itself, with all that was committed in it or in <c>PATH.wal</c>.</summary>
    public static string LockOf(string path) => path + ".lock";

    public Task<IReadOnlyList<SqlRow>> QueryAsync(string sql, IReadOnlyDictionary<string, object> parameters, CancellationToken cancellationToken) => RunAsync(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
                command.Parameters.Add(new DuckDBParameter(name, value is DateTimeOffset time ? time.UtcDateTime : value));
            using var cancelling = cancellationToken.Register(command.Cancel);
            using var reader = command.ExecuteReader();
            var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
            var rows = new List<SqlRow>();
            while (reader.Read())
                rows.Add(new SqlRow(names, [.. Enumerable.Range(0, names.Length).Select(i => reader.IsDBNull(i) ? null : Scalar(reader.GetValue(i)))]));
            return (IReadOnlyList<SqlRow>)rows;
        },
        cancellationToken);

    public Task<long> ExecuteAsync(string sql, CancellationToken cancellationToken) => RunAsync(connection => Execute(connection, sql, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<string>?> FindColumnsAsync(TableName table, CancellationToken cancellationToken)
    {
        Require(table);
        return RunAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT column_name FROM duckdb_columns() WHERE schema_name = $dataset AND table_name = $table ORDER BY column_index";
                command.Parameters.Add(new DuckDBParameter("dataset", table.Dataset));
                command.Parameters.Add(new DuckDBParameter("table", table.Table));
                using var reader = command.ExecuteReader();
                var names = new List<string>();
                while (reader.Read())
                    names.Add(reader.GetString(0));
                return (IReadOnlyList<string>?)(names.Count > 0 ? names : null);
            },
            cancellationToken);
    }

    public Task CreateAsync(TableName table, TableSchema schema, CancellationToken cancellationToken)
    {
        Require(table);
        return ExecuteAsync($"CREATE TABLE IF NOT EXISTS {table} ({DuckDbTypes.Columns(schema)})", cancellationToken);
    }

    public Task<long> LoadAsync(TableName table, TableSchema schema, string path, CancellationToken cancellationToken)
    {
        Require(table);
        var source = $"read_json('{path.Replace("'", "''", StringComparison.Ordinal)}', format = 'newline_delimited', columns = {{{DuckDbTypes.JsonColumns(schema)}}})";
        return RunAsync(
            connection =>
            {
                Execute(connection, $"CREATE OR REPLACE TABLE {table} AS SELECT * FROM {source}", cancellationToken);
                using var command = connection.CreateCommand();
                command.CommandText = $"SELECT count(*) FROM {table}";
                return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
            },
            cancellationToken);
    }

    private static long Execute(DuckDBConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var cancelling = cancellationToken.Register(command.Cancel);
        return Math.Max(0, command.ExecuteNonQuery());
    }

    private async Task<T> RunAsync<T>(Func<DuckDBConnection, T> run, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var held = await FileLock.TakeAsync(LockOf(path), cancellationToken).ConfigureAwait(false);
        try
        {
            using var connection = new DuckDBConnection($"Data Source={path};memory_limit={maxMemoryBytes / 1024}KiB");
            connection.Open();
            foreach (var dataset in datasets)
                Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {dataset}", cancellationToken);
            return run(connection);
        }
        catch (DuckDBException ex) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(ex.Message, ex, cancellationToken);
        }
        catch (DuckDBException ex) when (ex.Message.StartsWith("IO Error", StringComparison.Ordinal))
        {
            throw new IOException($"The warehouse {path} cannot be read or written: {ex.Message}", ex);
        }
        catch (DuckDBException ex)
        {
            throw new WarehouseRefusedException($"The warehouse {path} refused a statement: {ex.Message}", ex);
        }
    }

    private void Require(TableName table)
    {
        if (!datasets.Contains(table.Dataset))
            throw new DatasetNotFoundException(table.Dataset, $"the embedded warehouse {path}");
    }

    private static object Scalar(object value) => value switch
    {
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        byte or sbyte or short or ushort or int or uint or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        System.Numerics.BigInteger number => (long)number,
        float or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        double or bool or string or DateOnly => value,
        _ => throw new WarehouseRefusedException($"A query answers a {value.GetType().Name}; only scalars are read. Convert it in SQL, such as by ARRAY_TO_STRING."),
    };
}

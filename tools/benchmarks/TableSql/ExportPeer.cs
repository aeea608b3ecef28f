using System.Data.Common;
using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using SpotifyPlatform.TableSql;

namespace SpotifyPlatform.Benchmarks.TableSql;

/// <summary>DuckDB over a file of its own and over Parquet, with the memory and the threads of a session.</summary>
internal sealed class ExportPeer : IDisposable
{
    private readonly DuckDBConnection connection;
    private readonly string target;
    private readonly string parquet;

    /// <param name="parquet">The rows, as a pattern of Parquet files.</param>
    public ExportPeer(string work, SqlSessionOptions options, string parquet)
    {
        this.parquet = parquet;
        var database = Path.Combine(work, "peer.duckdb");
        target = Path.Combine(work, "peer.parquet");
        File.Delete(database);
        connection = new DuckDBConnection(string.Create(CultureInfo.InvariantCulture, $"Data Source={database};threads={options.Threads};memory_limit={options.MaxMemoryBytes / 1024}KiB"));
        connection.Open();
        Execute($"CREATE TABLE features AS SELECT * FROM read_parquet('{parquet}')");
        Execute("CHECKPOINT");
    }

    public (double Seconds, long Rows, long Bytes) Export()
    {
        File.Delete(target);
        var began = TimeProvider.System.GetTimestamp();
        var rows = Execute($"COPY features TO '{target}' (FORMAT parquet, COMPRESSION zstd)");
        return (TimeProvider.System.GetElapsedTime(began).TotalSeconds, rows, new FileInfo(target).Length);
    }

    /// <param name="sql">With {0} for the rows.</param>
    public string Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = string.Format(CultureInfo.InvariantCulture, sql, $"read_parquet('{parquet}')");
        using var reader = command.ExecuteReader();
        return Read(reader);
    }

    /// <summary>All rows as text.</summary>
    public static string Read(DbDataReader reader)
    {
        var text = new StringBuilder();
        while (reader.Read())
            text.AppendJoin(',', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }

    public void Dispose() => connection.Dispose();

    private int Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}

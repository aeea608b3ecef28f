using SQLitePCL;

namespace SpotifyPlatform.SampleData.Metadata;

/// <summary>
/// Writes a new SQLite file in one pass without a journal: rows first, indexes last, so that equal rows give equal bytes. It calls
/// the SQLite C API directly, because a command object per row would take most of the time of a large world.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly sqlite3 connection;
    private readonly List<RowWriter> writers = [];

    static SqliteFile() => Batteries_V2.Init();

    public SqliteFile(string path)
    {
        File.Delete(path);
        Check(raw.sqlite3_open(path, out connection));
        Execute("PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; BEGIN;");
    }

    public void Execute(string sql)
    {
        Check(raw.sqlite3_exec(connection, sql, out var message));
        _ = message;
    }

    /// <summary>Rows of a table, all columns in order.</summary>
    public RowWriter Rows(string table, int columns)
    {
        var marks = string.Join(',', Enumerable.Repeat('?', columns));
        Check(raw.sqlite3_prepare_v2(connection, $"INSERT INTO {table} VALUES ({marks})", out var statement));
        var writer = new RowWriter(this, table, statement);
        writers.Add(writer);
        return writer;
    }

    /// <summary>Rows written so far, by table.</summary>
    public Dictionary<string, long> Counts(string file) => writers.ToDictionary(writer => $"{file}/{writer.Table}", writer => writer.Count);

    /// <summary>Creates the indexes and commits.</summary>
    public void Finish(string indexes)
    {
        foreach (var writer in writers)
            writer.Dispose();
        Execute(indexes);
        Execute("COMMIT;");
    }

    public void Dispose()
    {
        foreach (var writer in writers)
            writer.Dispose();
        connection.Dispose();
    }

    internal void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE))
            throw new IOException($"SQLite failed with code {code}: {raw.sqlite3_errmsg(connection).utf8_to_string()}");
    }
}

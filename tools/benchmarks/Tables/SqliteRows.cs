using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SQLitePCL;

namespace SpotifyPlatform.Benchmarks.Tables;

/// <summary>The same rows as a SQLite table without row ids.</summary>
internal sealed class SqliteRows(string path)
{
    private const string Select = "SELECT v FROM rows WHERE k = ?1";

    public void Build(TableRows data)
    {
        File.Delete(path);
        Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        connection.Execute("PRAGMA page_size=16384; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE rows(k BLOB PRIMARY KEY, v BLOB NOT NULL) WITHOUT ROWID; BEGIN");
        var order = new ulong[data.Count];
        var numbers = new int[data.Count];
        var key = new byte[TableRows.KeyBytes];
        for (var i = 0; i < data.Count; i++)
        {
            TableRows.Key(i, key);
            (order[i], numbers[i]) = (System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(key), i);
        }

        order.AsSpan().Sort(numbers.AsSpan());
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO rows VALUES(?1, ?2)";
        var (k, v) = (command.Parameters.Add("?1", SqliteType.Blob), command.Parameters.Add("?2", SqliteType.Blob));
        var value = new byte[data.ValueBytes];
        (k.Value, v.Value) = (key, value);
        foreach (var number in numbers)
        {
            TableRows.Fill(number, key, value);
            command.ExecuteNonQuery();
        }

        connection.Execute("COMMIT");
    }

    /// <summary>A prepared statement through the raw API, in one read transaction.</summary>
    public Raw OpenRaw() => new(path);

    /// <summary>A prepared command of ADO.NET, in one read transaction.</summary>
    public Ado OpenAdo() => new(path);

    internal sealed class Raw : IDisposable
    {
        private readonly sqlite3 database;
        private readonly sqlite3_stmt statement;

        public Raw(string path)
        {
            Batteries_V2.Init();
            _ = raw.sqlite3_open_v2(path, out database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX, null);
            _ = raw.sqlite3_exec(database, "PRAGMA cache_size=-131072; BEGIN");
            _ = raw.sqlite3_prepare_v2(database, Select, out statement);
        }

        public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> key)
        {
            _ = raw.sqlite3_reset(statement);
            _ = raw.sqlite3_bind_blob(statement, 1, key);
            return raw.sqlite3_step(statement) == raw.SQLITE_ROW ? raw.sqlite3_column_blob(statement, 0) : default;
        }

        /// <returns>The rows, and the sum of a byte of each value.</returns>
        public (long Rows, long Sum) Scan()
        {
            _ = raw.sqlite3_prepare_v2(database, "SELECT k, v FROM rows ORDER BY k", out var all);
            var (rows, sum) = (0L, 0L);
            for (; raw.sqlite3_step(all) == raw.SQLITE_ROW; rows++)
                sum += raw.sqlite3_column_blob(all, 0)[0] + raw.sqlite3_column_blob(all, 1)[0];
            all.Dispose();
            return (rows, sum);
        }

        public void Dispose()
        {
            statement.Dispose();
            database.Dispose();
        }
    }

    internal sealed class Ado : IDisposable
    {
        private readonly SqliteConnection connection;
        private readonly SqliteCommand command;
        private readonly SqliteParameter key;

        public Ado(string path)
        {
            connection = SqliteDatabase.OpenReadOnly(path);
            connection.Execute("PRAGMA cache_size=-131072; BEGIN");
            command = connection.CreateCommand();
            command.CommandText = Select;
            key = command.Parameters.Add("?1", SqliteType.Blob);
            key.Value = new byte[TableRows.KeyBytes];
            command.Prepare();
        }

        public byte[]? Find(byte[] wanted)
        {
            key.Value = wanted;
            using var reader = command.ExecuteReader();
            return reader.Read() ? reader.GetFieldValue<byte[]>(0) : null;
        }

        public void Dispose()
        {
            command.Dispose();
            connection.Dispose();
        }
    }
}

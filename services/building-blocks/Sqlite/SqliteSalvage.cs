using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite;

/// <summary>Makes a new file of the rows of a damaged one that have their checksum. No process may have the file open.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Names and statements come from the schema and are quoted.")]
public static class SqliteSalvage
{
    private const string Suffix = ".damaged";

    /// <summary>Moves the file away and writes the whole rows to a new one in its place.</summary>
    /// <returns>Rows that were kept, by table; empty where none could be read, and the store begins a new file when it is opened.</returns>
    public static IReadOnlyDictionary<string, long> Run(string path)
    {
        var damaged = path + Suffix;
        Remove(damaged);
        foreach (var side in new[] { "", "-wal" })
            if (File.Exists(path + side))
                File.Move(path + side, damaged + side);
        Remove(path);
        if (!File.Exists(damaged))
            return new Dictionary<string, long>();
        try
        {
            using var source = SqliteDatabase.OpenReadOnly(damaged);
            RowChecksum.Register(source);
            return Copy(source, path);
        }
        catch (SqliteException)
        {
            // Not even its schema can be read.
            Remove(path);
            return new Dictionary<string, long>();
        }
    }

    /// <summary>Deletes a database with all that belongs to it, so that its store begins a new one.</summary>
    public static void Remove(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm", SqliteDatabase.MarkerOf(path) })
            File.Delete(file);
    }

    private static Dictionary<string, long> Copy(SqliteConnection source, string path)
    {
        var statements = source.Query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'table' DESC, name", reader => reader.GetString(0));
        var tables = SqliteCheck.TablesOf(source);
        if (tables.Count == 0 || !SqliteCheck.HasOwnSchema(source) || tables.Exists(table => SqliteCheck.ChecksumOf(table.Sql) is null))
            return [];
        var kept = new Dictionary<string, long>();
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        RowChecksum.Register(target);
        using var transaction = target.BeginTransaction();
        foreach (var statement in statements)
            target.Execute(statement);
        foreach (var (table, sql) in tables)
            kept[table] = CopyRows(source, target, table, SqliteCheck.ChecksumOf(sql)!);
        target.Execute($"PRAGMA user_version={source.Scalar<long>("PRAGMA user_version")}; PRAGMA application_id={SqliteDatabase.SchemaIdOf(target)}");
        transaction.Commit();
        return kept;
    }

    /// <summary>From both ends, because a damaged page ends the way from one of them.</summary>
    private static long CopyRows(SqliteConnection source, SqliteConnection target, string table, string checksum)
    {
        var columns = source.Query("SELECT name, pk FROM pragma_table_info($table)", reader => (Name: $"\"{reader.GetString(0)}\"", Key: reader.GetInt64(1)), ("$table", table));
        var (names, parameters) = (string.Join(',', columns.Select(column => column.Name)), columns.Select((_, i) => $"$c{i}").ToArray());
        var key = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name).DefaultIfEmpty("rowid").ToList();
        using var insert = target.Statement($"INSERT OR IGNORE INTO \"{table}\"({names}) VALUES ({string.Join(',', parameters)})", parameters);
        var kept = 0L;
        foreach (var order in new[] { "ASC", "DESC" })
        {
            try
            {
                using var command = source.CreateCommand();
                command.CommandText = $"SELECT {names} FROM \"{table}\" WHERE checksum IS {checksum} ORDER BY {string.Join(',', key.Select(column => $"{column} {order}"))}";
                using var reader = command.ExecuteReader();
                var values = new object[columns.Count];
                while (reader.Read())
                {
                    reader.GetValues(values);
                    kept += insert.Run(values);
                }

                break;
            }
            catch (SqliteException)
            {
                // The rows from the other end up to here.
            }
        }

        return kept;
    }
}

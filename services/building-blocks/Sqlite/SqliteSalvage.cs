using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite;

/// <summary>Makes a new file of the rows of a damaged one that have their checksum. No process may have the file open.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Names and expressions come from the schema of the program and are quoted.")]
public static class SqliteSalvage
{
    private const string DamagedSuffix = ".damaged";
    private const string NewSuffix = ".repaired";

    /// <summary>
    /// Writes the whole rows to a new file, moves the damaged one away and puts the new one in its place. Crash-safe: run again, it goes on from where it was.
    /// </summary>
    /// <returns>Where the damaged file is now, null where there was none, and the rows that were kept by table; none where not even the schema could be read.</returns>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    public static (string? Damaged, IReadOnlyDictionary<string, long> Kept) Run(string path, SqliteSchema schema)
    {
        var repaired = path + NewSuffix;
        if (!File.Exists(path))
        {
            Remove(path);
            if (File.Exists(repaired))
                File.Move(repaired, path);
            return (null, new Dictionary<string, long>());
        }

        Remove(repaired);
        var kept = Copy(path, repaired, schema);
        var damaged = FreeName(path + DamagedSuffix);
        File.Move(path, damaged);
        if (File.Exists(path + "-wal"))
            File.Move(path + "-wal", damaged + "-wal");
        // A log that stays would be read into the new file.
        Remove(path);
        File.Move(repaired, path);
        return (damaged, kept);
    }

    /// <summary>
    /// The same for a file that was lost or whose pages are damaged, before a store opens it that can do without some of its rows. A file of another version
    /// or program stays as it is.
    /// </summary>
    /// <returns>Null where there is nothing to mend.</returns>
    /// <inheritdoc cref="Run" path="/exception"/>
    public static (string? Damaged, IReadOnlyDictionary<string, long> Kept)? RunIfDamaged(string path, SqliteSchema schema) =>
        SqliteDatabase.IsLost(path) || (File.Exists(path) && HasDamagedPages(path)) ? Run(path, schema) : null;

    /// <summary>Deletes a database with all that belongs to it, so that its store begins a new one.</summary>
    public static void Remove(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm", SqliteDatabase.MarkerOf(path) })
            File.Delete(file);
    }

    private static bool HasDamagedPages(string path)
    {
        try
        {
            using var connection = SqliteDatabase.OpenReadOnly(path);
            RowChecksum.Register(connection);
            return connection.Scalar<string>("PRAGMA quick_check(1)") != "ok";
        }
        catch (SqliteException ex) when (SqliteFaults.Of(ex, path) is InvalidDataException)
        {
            return true;
        }
        catch (SqliteException ex) when (SqliteFaults.Of(ex, path) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>A former damaged file may be the last one with some rows: it stays.</summary>
    private static string FreeName(string path) => Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? path : $"{path}-{number}").First(name => !File.Exists(name));

    private static Dictionary<string, long> Copy(string path, string repaired, SqliteSchema schema)
    {
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = repaired, Pooling = false, ForeignKeys = false }.ToString());
        target.Open();
        RowChecksum.Register(target);
        using var transaction = target.BeginTransaction();
        target.Execute(schema.Sql);
        target.Execute($"PRAGMA user_version={schema.Version}");
        var kept = new Dictionary<string, long>();
        if (OpenDamaged(path, schema) is { } source)
        {
            using (source)
                foreach (var (table, checksum) in SqliteCheck.TablesOf(target))
                    kept[table] = CopyRows(source, target, table, checksum);
        }

        transaction.Commit();
        return kept;
    }

    /// <returns>Null where no row can be read: the file is no database, or its schema is another one.</returns>
    private static SqliteConnection? OpenDamaged(string path, SqliteSchema schema)
    {
        SqliteConnection? source = null;
        try
        {
            source = SqliteDatabase.OpenReadOnly(path);
            RowChecksum.Register(source);
            if (SqliteDatabase.FaultOfSchema(source, schema.Sql, schema.Version) is null)
                return source;
        }
        catch (SqliteException ex) when (IsDamage(ex))
        {
            // Not even its schema can be read.
        }

        source?.Dispose();
        return null;
    }

    private static long CopyRows(SqliteConnection source, SqliteConnection target, string table, string checksum)
    {
        var columns = target.Query("SELECT name, pk FROM pragma_table_info($table)", reader => (Name: $"\"{reader.GetString(0)}\"", Key: reader.GetInt64(1)), ("$table", table));
        var (names, parameters) = (string.Join(',', columns.Select(column => column.Name)), columns.Select((_, i) => $"$c{i}").ToArray());
        var key = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).Select(column => column.Name).ToList();
        using var insert = target.Statement($"INSERT OR IGNORE INTO \"{table}\"({names}) VALUES ({string.Join(',', parameters)})", parameters);
        var (kept, row) = (0L, new object[columns.Count]);
        // From both ends, because a damaged page ends the way from one of them. Without a key a row would be kept twice.
        foreach (var order in key.Count > 0 ? ["ASC", "DESC"] : new[] { "ASC" })
        {
            using var command = source.CreateCommand();
            command.CommandText = $"SELECT {names} FROM \"{table}\" WHERE checksum IS {checksum}"
                + (key.Count > 0 ? $" ORDER BY {string.Join(',', key.Select(column => $"{column} {order}"))}" : "");
            using var reader = Begin(command);
            bool? found;
            while ((found = Read(reader, row)) == true)
            {
                // What a new file begins with gives way to what is kept.
                if (kept == 0)
                    target.Execute($"DELETE FROM \"{table}\"");
                kept += insert.Run(row);
            }

            if (found == false)
                break;
        }

        return kept;
    }

    /// <returns>Null where the file is damaged.</returns>
    private static SqliteDataReader? Begin(SqliteCommand command)
    {
        try
        {
            return command.ExecuteReader();
        }
        catch (SqliteException ex) when (IsDamage(ex))
        {
            return null;
        }
    }

    /// <returns>Whether there was another row; null where the file is damaged.</returns>
    private static bool? Read(SqliteDataReader? reader, object[] row)
    {
        try
        {
            if (reader?.Read() is not true)
                return reader is null ? null : false;
            reader.GetValues(row);
            return true;
        }
        catch (SqliteException ex) when (IsDamage(ex))
        {
            return null;
        }
    }

    /// <summary>Not a disk that fails, which is no reason to go on without its rows.</summary>
    private static bool IsDamage(SqliteException ex) => SqliteFaults.Of(ex, "") is null or InvalidDataException;
}

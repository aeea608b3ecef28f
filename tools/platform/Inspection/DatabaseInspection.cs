using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform.Inspection;

/// <summary>
/// Describes a SQLite file of a data set without a scan: tables, columns, estimated rows and first rows. The file is opened as immutable, its views,
/// virtual tables, triggers and generated columns are not run, and what is read and shown is bounded.
/// </summary>
internal sealed class DatabaseInspection(string path, int sampleRows)
{
    private const int MaxTables = 500;
    private const int MaxColumns = 200;
    private const int MaxNameCharacters = 100;

    /// <summary>A longer value is shown by its length alone.</summary>
    private const int MaxShownBytes = 200;

    /// <summary>SQLite's steps for one statement; the first rows of a table take some hundreds.</summary>
    private const int MaxSteps = 5_000_000;
    private const int StepsPerCheck = 10_000;

    private static ReadOnlySpan<byte> ZstdMagic => [0x28, 0xB5, 0x2F, 0xFD];

    private static ReadOnlySpan<byte> SqliteMagic => "SQLite format 3\0"u8;

    private int checks;

    /// <exception cref="CommandException">The file is no SQLite database, is in use, is damaged, or takes too long.</exception>
    public DatabaseReport Run()
    {
        RequireDatabase();
        try
        {
            using var connection = SqliteDataSet.Open(path);
            SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, StepsPerCheck, _ => ++checks > MaxSteps / StepsPerCheck ? 1 : 0, null);
            return Read(connection);
        }
        catch (SqliteException ex)
        {
            throw new CommandException(ex.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT
                ? $"'{path}' takes too long: reading the schema or the first rows of a table took more than {MaxSteps:N0} steps."
                : $"'{path}' cannot be read: {ex.Message} Fetch the file again.");
        }
    }

    private DatabaseReport Read(SqliteConnection connection)
    {
        var schema = Query(
            connection,
            $"""
            SELECT substr(name, 1, {MaxNameCharacters}), type, rootpage, octet_length(name) > {MaxNameCharacters}
            FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name LIMIT {MaxTables + 1}
            """,
            r => (Name: Text(r, 0), Type: Text(r, 1), Root: r.IsDBNull(2) ? 0 : r.GetInt64(2), IsLong: r.GetInt64(3) != 0));
        using var estimate = new BTreeEstimate(path);
        var tables = new List<TableDescription>();
        var notRead = new List<string>();
        foreach (var (name, type, root, isLong) in schema.Take(MaxTables))
            if (type == "table" && root > 0 && !isLong)
                tables.Add(Describe(connection, name, estimate.Of(root)));
            else
                notRead.Add($"{Printable(name)} ({(isLong ? "long name" : type == "table" ? "virtual table" : "view")})");
        return new DatabaseReport(path, new FileInfo(path).Length, tables, notRead, schema.Count > MaxTables);
    }

    private TableDescription Describe(SqliteConnection connection, string table, RowEstimate? rows)
    {
        // Not 0: a generated column, or a hidden one.
        var columns = Query(
            connection,
            $"SELECT substr(name, 1, {MaxNameCharacters}), substr(type, 1, {MaxNameCharacters}), pk, hidden FROM pragma_table_xinfo($table) LIMIT {MaxColumns}",
            r => new ColumnDescription(Text(r, 0), Printable(Text(r, 1)), r.GetInt64(2) > 0, r.GetInt64(3) != 0),
            ("$table", table));
        var indexed = Query(
            connection,
            $"SELECT DISTINCT i.name FROM pragma_index_list($table) l JOIN pragma_index_info(l.name) i WHERE i.seqno = 0 AND i.name IS NOT NULL LIMIT {MaxColumns}",
            r => Printable(Text(r, 0)),
            ("$table", table));
        var read = columns.Where(column => !column.IsGenerated && column.Name.Length < MaxNameCharacters).ToList();
        return new TableDescription(Printable(table), rows, [.. columns.Select(column => column with { Name = Printable(column.Name) })], indexed)
        {
            SampleColumns = [.. read.Select(column => Printable(column.Name))],
            Samples = read.Count == 0 || sampleRows == 0 ? [] : Query(
                connection,
                $"SELECT {string.Join(", ", read.Select(column => Shown(Quoted(column.Name))))} FROM {Quoted(table)} LIMIT {sampleRows}",
                r => Enumerable.Range(0, r.FieldCount).Select(i => Value(r, i)).ToArray()),
        };
    }

    private void RequireDatabase()
    {
        if (!RegularFile.Exists(path))
            throw new CommandException($"There is no file '{path}'.");
        Span<byte> start = stackalloc byte[SqliteMagic.Length];
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
            start = start[..RandomAccess.Read(file, start, 0)];
        if (start.StartsWith(ZstdMagic))
            throw new CommandException($"'{path}' is compressed. Decompress it first: zstd -d '{path}'");
        if (!start.SequenceEqual(SqliteMagic))
            throw new CommandException($"'{path}' is not a SQLite database.");
        if (SideFiles.Explain(path, Path.GetFileName(path)) is { } reason)
            throw new CommandException($"'{path}' is not read. {reason}");
    }

    private List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> map, params (string Name, object? Value)[] parameters)
    {
        checks = 0;
        return connection.Query(sql, map, parameters);
    }

    /// <summary>A value that is short, or what it is and how long: a long one is not read.</summary>
    private static string Shown(string column) =>
        $"CASE WHEN typeof({column}) IN ('blob', 'text') AND (octet_length({column}) > {MaxShownBytes} OR typeof({column}) = 'blob') "
        + $"THEN typeof({column}) || ' of ' || octet_length({column}) || ' bytes' ELSE {column} END";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? "" : reader.GetString(column);

    private static string? Value(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Printable(Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture) ?? "");

    /// <summary>Control characters could drive the terminal.</summary>
    private static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? Rune.ReplacementChar : rune));
}

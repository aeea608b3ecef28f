using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite;

/// <summary>
/// A SQLite file of ours: one writer at a time within the process, any number of readers. Full sync, because what a sink
/// commits must survive a power cut as well as its input's offset does.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly SqliteConnection writer;
    private readonly string readerString;
    private readonly SqliteAccess access;

    /// <summary>Opens or creates the file and its schema.</summary>
    /// <param name="path">The file; its folder is created.</param>
    /// <param name="schema">Statements that create the tables where they are missing; run once for a version.</param>
    /// <param name="version">Stored in <c>user_version</c>; a file of another version is refused.</param>
    /// <param name="shrinks">Whether free pages of a new file can be given back (<c>incremental_vacuum</c>): for files whose rows are deleted.</param>
    /// <param name="access">With <see cref="SqliteAccess.ReadOnly"/> nothing on disk is created or changed.</param>
    /// <exception cref="InvalidDataException">The file is missing though it was created before, is damaged, is no file of this schema, or is of another version.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder cannot be read or written.</exception>
    public SqliteDatabase(string path, string schema, int version = 1, SqliteAccess access = SqliteAccess.ReadWrite, bool shrinks = false)
    {
        Path = System.IO.Path.GetFullPath(path);
        this.access = access;
        var exists = File.Exists(Path);
        var isReadOnly = access == SqliteAccess.ReadOnly;
        if (IsLost(Path))
            throw SqliteFaults.Unusable(Path, "it is missing or empty, though it was created before");
        readerString = !isReadOnly ? new SqliteConnectionStringBuilder { DataSource = Path, Pooling = true, DefaultTimeout = 30 }.ToString()
            : exists ? ReadOnlyString(Path, pooling: true) : InMemoryString();
        if (!isReadOnly)
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        try
        {
            writer = Connect(readerString);
            RowChecksum.Register(writer);
            if (!isReadOnly)
                Prepare(schema, version, shrinks);
            else if (exists)
                RequireSchema(schema, version);
            else
                writer.Execute(schema);
        }
        catch (Exception ex)
        {
            writer?.Dispose();
            if (ex is SqliteException own && SqliteFaults.Of(own, Path) is { } fault)
                throw fault;
            throw;
        }
    }

    /// <inheritdoc/>
    public SqliteDatabase(string path, SqliteSchema schema, SqliteAccess access = SqliteAccess.ReadWrite, bool shrinks = false)
        : this(path, schema.Sql, schema.Version, access, shrinks)
    {
    }

    public string Path { get; }

    /// <summary>Whether a database was created, even if it was lost since.</summary>
    public static bool WasCreated(string path) => File.Exists(path) || File.Exists(MarkerOf(path));

    /// <summary>An empty file beside a database, which tells one that was lost from one that never was.</summary>
    internal static string MarkerOf(string path) => path + ".created";

    /// <summary>Whether a database was created and has no content any more.</summary>
    internal static bool IsLost(string path) => File.Exists(MarkerOf(path)) && !(File.Exists(path) && new FileInfo(path).Length > 0);

    /// <summary>What is wrong with the schema of a file, as the rest of a sentence; null where nothing is.</summary>
    internal static string? FaultOfSchema(SqliteConnection connection, string schema, int version)
    {
        var found = connection.Scalar<long>("PRAGMA user_version");
        if (found != version)
            return $"it has schema version {found}, this program reads {version}";
        using var wanted = new SqliteConnection("Data Source=:memory:");
        wanted.Open();
        RowChecksum.Register(wanted);
        wanted.Execute(schema);
        return SchemaOf(connection) == SchemaOf(wanted) ? null : "it does not have the tables of this store; it is the file of another one, or its schema was overwritten";
    }

    /// <summary>Opens an existing file of ours for reading alone; a database that came from outside is <see cref="SqliteDataSet"/>'s.</summary>
    public static SqliteConnection OpenReadOnly(string path)
    {
        var connection = new SqliteConnection(ReadOnlyString(path, pooling: false));
        connection.Open();
        connection.Execute("PRAGMA query_only=ON");
        return connection;
    }

    /// <summary>Copies a file of ours as it is at one moment, also beside a process that writes to it.</summary>
    /// <param name="target">A path where no file is.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static void Copy(string path, string target)
    {
        if (IsLost(path))
            throw SqliteFaults.Unusable(path, "it is missing or empty, though it was created before");
        try
        {
            using var source = OpenReadOnly(path);
            using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
            copy.Open();
            source.BackupDatabase(copy);
        }
        catch (SqliteException ex) when (SqliteFaults.Of(ex, path) is { } fault)
        {
            throw fault;
        }

        File.WriteAllBytes(MarkerOf(target), []);
    }

    /// <summary>Runs work in one write transaction, committed when the work returns and rolled back when it throws.</summary>
    /// <exception cref="TimeoutException">Another process holds the file.</exception>
    /// <exception cref="IOException">The disk is full or failed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        if (access == SqliteAccess.ReadOnly)
            throw new InvalidOperationException($"{Path} is opened for reading only.");
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            var result = work(writer);
            transaction.Commit();
            return result;
        }
        catch (SqliteException ex) when (SqliteFaults.Of(ex, Path) is { } fault)
        {
            throw fault;
        }
        finally
        {
            writing.Release();
        }
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteConnection> work, CancellationToken cancellationToken) =>
        WriteAsync(
            connection =>
            {
                work(connection);
                return true;
            },
            cancellationToken);

    /// <summary>Runs work on a reader's connection in one consistent view.</summary>
    /// <inheritdoc cref="WriteAsync{T}" path="/exception"/>
    public T Read<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            using var connection = Connect(readerString);
            using var transaction = connection.BeginTransaction(deferred: true);
            return work(connection);
        }
        catch (SqliteException ex) when (SqliteFaults.Of(ex, Path) is { } fault)
        {
            throw fault;
        }
    }

    public void Dispose()
    {
        writer.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(readerString));
        writing.Dispose();
    }

    /// <summary>
    /// Not <see cref="SqliteOpenMode.ReadOnly"/>: such a connection creates the <c>-wal</c> and <c>-shm</c> files of a database in WAL
    /// mode and cannot remove them when it closes. <c>query_only</c> prevents writes instead.
    /// </summary>
    private static string ReadOnlyString(string path, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = pooling, DefaultTimeout = 30 }.ToString();

    /// <summary>A database of this object alone; it exists as long as the writer connection is open.</summary>
    private static string InMemoryString() => new SqliteConnectionStringBuilder
    {
        DataSource = Guid.NewGuid().ToString("N"), Mode = SqliteOpenMode.Memory, Cache = SqliteCacheMode.Shared, Pooling = false,
    }.ToString();

    private SqliteConnection Connect(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            connection.Execute("PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON");
            if (access == SqliteAccess.ReadOnly && File.Exists(Path))
                connection.Execute("PRAGMA query_only=ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Prepare(string schema, int version, bool shrinks)
    {
        // Only an empty file takes this, and switching to a write-ahead log makes it one that is not.
        if (shrinks)
            writer.Execute("PRAGMA auto_vacuum=INCREMENTAL");

        // A large transaction leaves a log of its size; past this it is cut when it is next begun anew.
        writer.Execute("PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864");
        CreateSchema(schema, version);
        if (!File.Exists(MarkerOf(Path)))
            File.WriteAllBytes(MarkerOf(Path), []);
    }

    private void RequireSchema(string schema, int version)
    {
        if (FaultOfSchema(writer, schema, version) is { } fault)
            throw SqliteFaults.Unusable(Path, fault);
    }

    private static string? SchemaOf(SqliteConnection connection) => connection.Scalar<string>(
        "SELECT group_concat(entry, ';') FROM (SELECT type || name || tbl_name || coalesce(sql, '') AS entry FROM sqlite_schema ORDER BY type, name)");

    private void CreateSchema(string schema, int version)
    {
        // The version is committed with the schema; looking first lets a reader open beside a long write of another process.
        if (writer.Scalar<long>("PRAGMA user_version") == 0)
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            if (writer.Scalar<long>("PRAGMA user_version") == 0)
            {
                if (writer.Scalar<long>("SELECT count(*) FROM sqlite_schema") > 0)
                    throw SqliteFaults.Unusable(Path, "it is the file of another program");
                writer.Execute(schema);
                writer.Execute($"PRAGMA user_version={version}");
            }

            transaction.Commit();
        }

        RequireSchema(schema, version);
    }
}

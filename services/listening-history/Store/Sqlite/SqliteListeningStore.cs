using System.Globalization;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>An account's rows in one SQLite file.</summary>
internal sealed class SqliteListeningStore : IImportStore, IArtistRequests, IDisposable
{
    private readonly AccountSettings defaults;
    private readonly TimeProvider time;
    private readonly SqliteDatabase database;
    private readonly PlayReader reader;

    public SqliteListeningStore(AccountName account, string folder, AccountSettings defaults, TimeProvider time)
    {
        (Account, Folder, this.defaults, this.time) = (account, folder, defaults, time);
        database = new SqliteDatabase(Path.Combine(folder, ListeningSchema.Schema.FileName), ListeningSchema.Schema);
        reader = new PlayReader(ReadSettings);
    }

    public AccountName Account { get; }

    public string Folder { get; }

    public long Revision => database.Read(connection => connection.Scalar<long>("SELECT revision FROM state"));

    public AccountSettings Settings => database.Read(ReadSettings);

    public IEnumerable<PlayRow> ReadRows(CancellationToken cancellationToken)
    {
        using var connection = SqliteDatabase.OpenReadOnly(database.Path);
        using var transaction = connection.BeginTransaction(deferred: true);
        var mapper = new PlayRowMapper(connection, Account, ReadSettings(connection));
        foreach (var play in reader.Read(connection))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var ordinal = 0; ordinal < play.Times; ordinal++)
                yield return mapper.Map(play, ordinal);
        }
    }

    public Task ImportAsync(Func<IImportSession, bool> work, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            connection.Execute("PRAGMA cache_size=-65536; SAVEPOINT import");
            using var session = new SqliteImportSession(connection, reader, time);
            if (work(session))
                Changed(connection);
            else
                connection.Execute("ROLLBACK TO import");
            connection.Execute("RELEASE import");
        },
        cancellationToken);

    public IReadOnlyList<ImportRecord> ListImports() => database.Read(connection =>
    {
        var files = connection
            .Query("SELECT import_id, name FROM import_file ORDER BY import_id, set_no, name", r => (Import: r.GetInt64(0), Name: r.GetString(1)))
            .ToLookup(file => file.Import, file => file.Name);
        return connection.Query(
            "SELECT import_id, imported_at, row_count, new_count FROM import ORDER BY import_id",
            r => new ImportRecord(
                r.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1)), r.GetInt64(2), r.GetInt64(3), [.. files[r.GetInt64(0)]]));
    });

    public Task<bool> UndoAsync(long importId, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            if (connection.Scalar<long>("DELETE FROM import WHERE import_id = $import RETURNING 1", ("$import", importId)) == 0)
                return false;
            connection.Execute("DELETE FROM import_file WHERE import_id = $import", ("$import", importId));
            connection.Execute("DELETE FROM play WHERE file_id NOT IN (SELECT file_id FROM import_file)");
            connection.Execute("DELETE FROM file WHERE file_id NOT IN (SELECT file_id FROM import_file)");
            connection.Execute(ListeningSchema.Prune);
            Changed(connection);
            return true;
        },
        cancellationToken);

    public Task SaveSettingsAsync(AccountSettings settings, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            Save(connection, "time_zone", settings.TimeZone);
            Save(connection, "min_play_ms", settings.MinPlayMs.ToString(CultureInfo.InvariantCulture));
            Save(connection, "counts_short_tracks", settings.CountsShortTracks ? "1" : "0");
            Save(connection, "dates_by_start", settings.DatesByStart ? "1" : "0");
            Changed(connection);
        },
        cancellationToken);

    public Task<int> ObserveAsync(IReadOnlyList<ObservedPlay> plays, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                var added = ObservedInserts.Run(connection, plays);
                if (added > 0)
                    Changed(connection);
                return added;
            },
            cancellationToken);

    public IReadOnlyList<NewArtist> ListNew(int max) => database.Read(connection => connection.Query(
        """
        SELECT artist, min(uri) FROM title
        WHERE kind = $music AND artist IS NOT NULL AND artist NOT IN (SELECT name FROM requested_artist)
        GROUP BY artist ORDER BY artist LIMIT $max
        """,
        r => new NewArtist(r.GetString(0), r.TextOrNull(1)), ("$music", (long)PlayKind.Music), ("$max", max)));

    public Task MarkAsync(IReadOnlyList<NewArtist> artists, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            foreach (var artist in artists)
                connection.Execute("INSERT OR IGNORE INTO requested_artist(name) VALUES ($name)", ("$name", artist.Name));
        },
        cancellationToken);

    public void Dispose() => database.Dispose();

    private static void Changed(SqliteConnection connection) => connection.Execute("UPDATE state SET revision = revision + 1");

    private static void Save(SqliteConnection connection, string name, string value) => connection.Execute(
        "INSERT INTO setting(name, value) VALUES ($name, $value) ON CONFLICT DO UPDATE SET value = excluded.value", ("$name", name), ("$value", value));

    private AccountSettings ReadSettings(SqliteConnection connection)
    {
        var saved = connection.Query("SELECT name, value FROM setting", r => (Name: r.GetString(0), Value: r.GetString(1))).ToDictionary(s => s.Name, s => s.Value);
        return new AccountSettings(
            saved.GetValueOrDefault("time_zone", defaults.TimeZone),
            saved.TryGetValue("min_play_ms", out var ms) ? long.Parse(ms, CultureInfo.InvariantCulture) : defaults.MinPlayMs,
            saved.TryGetValue("counts_short_tracks", out var counts) ? counts == "1" : defaults.CountsShortTracks,
            saved.TryGetValue("dates_by_start", out var byStart) ? byStart == "1" : defaults.DatesByStart);
    }
}

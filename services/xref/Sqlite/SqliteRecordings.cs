using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Sqlite;

/// <summary>The active dump in <c>musicbrainz.sqlite</c>. A dump and its rows are written in one transaction.</summary>
internal sealed class SqliteRecordings(string path) : IRecordings, IDisposable
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS dump(
          id INTEGER PRIMARY KEY CHECK (id = 1),
          name TEXT NOT NULL,
          sha256 TEXT NOT NULL,
          schema_sequence INTEGER NOT NULL,
          dump_timestamp TEXT NOT NULL,
          rematched_through BLOB,
          rematched INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS isrc(
          isrc TEXT NOT NULL,
          recording INTEGER NOT NULL,
          PRIMARY KEY (isrc, recording)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS recording(
          id INTEGER PRIMARY KEY,
          mbid BLOB NOT NULL,
          length_ms INTEGER);
        """;

    /// <summary>ISRCs arrive unordered: keeping their table (5.5 million rows, 110 MB) in memory until it is written halves the time.</summary>
    private const string LargeCache = "PRAGMA cache_size=-131072";

    private const string SmallCache = "PRAGMA cache_size=-2000; PRAGMA shrink_memory";

    private readonly SqliteDatabase database = new(path, Schema);

    public DumpHeader? Current() => database.Read(connection => connection
        .Query(
            "SELECT name, sha256, schema_sequence, dump_timestamp FROM dump",
            row => new DumpHeader(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3)))
        .SingleOrDefault());

    public Task ReplaceAsync(DumpHeader dump, Action<IRecordingWriter> read, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            connection.Execute(LargeCache);
            try
            {
                connection.Execute("DELETE FROM dump; DELETE FROM isrc; DELETE FROM recording");
                using (var writer = new Writer(connection))
                    read(writer);
                connection.Execute(
                    "INSERT INTO dump VALUES (1, $name, $sha256, $schema, $timestamp, NULL, FALSE)",
                    ("$name", dump.Name), ("$sha256", dump.Sha256), ("$schema", dump.Schema), ("$timestamp", dump.Timestamp));
            }
            finally
            {
                connection.Execute(SmallCache);
            }
        },
        cancellationToken);

    public ILookup<Isrc, Recording> Find(IReadOnlyCollection<Isrc> isrcs) => database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT r.id, r.mbid, r.length_ms FROM isrc i JOIN recording r ON r.id = i.recording WHERE i.isrc = $isrc";
        var parameter = command.Parameters.Add("$isrc", SqliteType.Text);
        var found = new List<(Isrc Isrc, Recording Recording)>();
        foreach (var isrc in isrcs)
        {
            parameter.Value = isrc.Code;
            using var row = command.ExecuteReader();
            while (row.Read())
                found.Add((isrc, new Recording(row.GetInt32(0), Mbid.FromBytes(row.GetFieldValue<byte[]>(1)), row.ValueOrNull<int>(2))));
        }

        return found.ToLookup(pair => pair.Isrc, pair => pair.Recording);
    });

    public RematchProgress Progress() => database.Read(connection => connection
        .Query(
            "SELECT rematched_through, rematched FROM dump",
            row => new RematchProgress(row.IsDBNull(0) ? null : TrackId.FromKey(row.GetFieldValue<byte[]>(0)), row.GetBoolean(1)))
        .Single());

    public Task SaveProgressAsync(RematchProgress progress, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            "UPDATE dump SET rematched_through = $through, rematched = $finished",
            ("$through", progress.Through?.ToKey()), ("$finished", progress.Finished)),
        cancellationToken);

    public void Dispose() => database.Dispose();

    private sealed class Writer(SqliteConnection connection) : IRecordingWriter, IDisposable
    {
        private readonly SqliteStatement isrcs = connection.Statement(
            "INSERT OR IGNORE INTO isrc VALUES ($isrc, $recording)", "$isrc", "$recording");

        private readonly SqliteStatement recordings = connection.Statement(
            "INSERT OR IGNORE INTO recording VALUES ($id, $mbid, $length)", "$id", "$mbid", "$length");

        public void Add(int recordingId, Isrc isrc) => isrcs.Run(isrc.Code, recordingId);

        public void Add(Recording recording) => recordings.Run(recording.Id, recording.Mbid.ToBytes(), recording.LengthMs);

        public void Dispose()
        {
            isrcs.Dispose();
            recordings.Dispose();
        }
    }
}

using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.CooccurrenceMiner.Sqlite;

/// <summary><c>mining.sqlite</c>: empty unless a run is in progress.</summary>
internal sealed class SqliteMiningLedger(string path) : IMiningLedger, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS run(id TEXT PRIMARY KEY, file_sha256 TEXT NOT NULL, rules TEXT NOT NULL, ranges INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS ranges(
            number INTEGER PRIMARY KEY, key TEXT NOT NULL, length INTEGER NOT NULL, sha256 TEXT NOT NULL, tracks INTEGER NOT NULL, neighbours INTEGER NOT NULL,
            pairs INTEGER NOT NULL, total_count INTEGER NOT NULL, checksum INTEGER NOT NULL);
        """;

    private readonly SqliteDatabase database = new(path, Schema, version: 2);

    public PlannedRun? Current() => database.Read(connection => connection.Query(
        "SELECT id, file_sha256, rules, ranges FROM run",
        row => new PlannedRun(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3))).SingleOrDefault());

    public Task BeginAsync(PlannedRun run, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            connection.Execute("DELETE FROM run; DELETE FROM ranges");
            connection.Execute(
                "INSERT INTO run VALUES ($id, $file, $rules, $ranges)",
                ("$id", run.Id), ("$file", run.FileSha256), ("$rules", run.Rules), ("$ranges", run.Ranges));
        },
        cancellationToken);

    public Task RecordAsync(string run, int number, MinedRange range, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            """
            INSERT OR REPLACE INTO ranges
            SELECT $number, $key, $length, $sha256, $tracks, $neighbours, $pairs, $total_count, $checksum WHERE EXISTS (SELECT 1 FROM run WHERE id = $run)
            """,
            ("$run", run),
            ("$number", number),
            ("$key", range.File.Key.ToString()),
            ("$length", range.File.Length),
            ("$sha256", range.File.Sha256),
            ("$tracks", range.Counts.Rows),
            ("$neighbours", range.Counts.Neighbours),
            ("$pairs", range.Counts.Pairs),
            ("$total_count", range.Counts.TotalCount),
            ("$checksum", unchecked((long)range.Counts.Checksum))),
        cancellationToken);

    public IReadOnlyDictionary<int, MinedRange> Mined() => database.Read(connection => connection.Query(
        "SELECT number, key, length, sha256, tracks, neighbours, pairs, total_count, checksum FROM ranges",
        row => (Number: row.GetInt32(0), Range: new MinedRange(
            new ArtifactReference(ArtifactKey.Parse(row.GetString(1)), row.GetInt64(2), row.GetString(3)),
            new RangeCounts(row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), unchecked((ulong)row.GetInt64(8))))))
        .ToDictionary(row => row.Number, row => row.Range));

    public Task EndAsync(CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute("DELETE FROM run; DELETE FROM ranges"), cancellationToken);

    public void Dispose() => database.Dispose();
}

using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite;

/// <summary>Checkpoints and the ledger in <c>extractor.sqlite</c>.</summary>
internal sealed class SqliteExtractorStore : ICheckpointStore, ICatalogLedger, ISlotLedger, IDisposable
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS streams(
            file_sha256 BLOB NOT NULL, content TEXT NOT NULL, settings TEXT NOT NULL, next_row INTEGER NOT NULL, last_row INTEGER NOT NULL,
            next_batch INTEGER NOT NULL, rows INTEGER NOT NULL, done INTEGER NOT NULL, PRIMARY KEY(file_sha256, content)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS drops(
            file_sha256 BLOB NOT NULL, content TEXT NOT NULL, reason TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY(file_sha256, content, reason)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS ready_files(
            content TEXT PRIMARY KEY, input_sha256 BLOB NOT NULL, length INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS slots(
            data_set TEXT NOT NULL, slot TEXT NOT NULL, sha256 BLOB NOT NULL, revised_at INTEGER NOT NULL, PRIMARY KEY(data_set, slot)) WITHOUT ROWID;
        """;

    private readonly SqliteDatabase database;

    public SqliteExtractorStore(string path) => database = new(path, Schema, version: 2);

    public void Dispose() => database.Dispose();

    public StreamCheckpoint? Find(string fileSha256, CatalogContent content) => database.Read(connection =>
    {
        (string, object?)[] key = [("$sha256", Convert.FromHexString(fileSha256)), ("$content", content.Name())];
        var dropped = connection.Query("SELECT reason, count FROM drops WHERE file_sha256 = $sha256 AND content = $content", r => (r.GetString(0), r.GetInt64(1)), key);
        return connection.Query(
            "SELECT settings, next_row, last_row, next_batch, rows, done FROM streams WHERE file_sha256 = $sha256 AND content = $content",
            r => new StreamCheckpoint(
                fileSha256, content, r.GetString(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5) != 0,
                dropped.ToDictionary(d => d.Item1, d => d.Item2)),
            key).SingleOrDefault();
    });

    public Task SaveAsync(StreamCheckpoint checkpoint, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            (string, object?)[] key = [("$sha256", Convert.FromHexString(checkpoint.FileSha256)), ("$content", checkpoint.Content.Name())];
            connection.Execute(
                "INSERT OR REPLACE INTO streams VALUES($sha256, $content, $settings, $next, $last, $batch, $rows, $done)",
                [
                    .. key, ("$settings", checkpoint.Settings), ("$next", checkpoint.NextRow), ("$last", checkpoint.LastRow),
                    ("$batch", checkpoint.NextBatch), ("$rows", checkpoint.Rows), ("$done", checkpoint.Done ? 1 : 0),
                ]);
            connection.Execute("DELETE FROM drops WHERE file_sha256 = $sha256 AND content = $content", key);
            foreach (var (reason, count) in checkpoint.Dropped)
                connection.Execute("INSERT INTO drops VALUES($sha256, $content, $reason, $count)", [.. key, ("$reason", reason), ("$count", count)]);
        },
        cancellationToken);

    public ReadyFile? FindReady(CatalogContent content) => database.Read(connection => connection.Query(
        "SELECT input_sha256, length FROM ready_files WHERE content = $content",
        r => new ReadyFile(Hex(r, 0), r.GetInt64(1)),
        ("$content", content.Name())).SingleOrDefault());

    public Task SaveReadyAsync(CatalogContent content, ReadyFile file, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            "INSERT OR REPLACE INTO ready_files VALUES($content, $sha256, $length)",
            ("$content", content.Name()),
            ("$sha256", Convert.FromHexString(file.InputSha256)),
            ("$length", file.Length)),
        cancellationToken);

    public Task<bool> TryAdvanceAsync(string dataSet, string slot, long revision, string sha256, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            (string, object?)[] key = [("$data_set", dataSet), ("$slot", slot)];
            var newest = connection.Query(
                "SELECT revised_at, sha256 FROM slots WHERE data_set = $data_set AND slot = $slot", r => (Revision: r.GetInt64(0), Sha256: Hex(r, 1)), key)
                .Select(row => ((long Revision, string Sha256)?)row).SingleOrDefault();
            if (newest?.Revision >= revision)
                return newest.Value.Revision == revision;
            (string, object?)[] content = [("$sha256", Convert.FromHexString(sha256))];
            if (newest is { } before && before.Sha256 != sha256)
                connection.Execute("DELETE FROM streams WHERE file_sha256 = $sha256; DELETE FROM drops WHERE file_sha256 = $sha256", content);
            connection.Execute("INSERT OR REPLACE INTO slots VALUES($data_set, $slot, $sha256, $revision)", [.. key, .. content, ("$revision", revision)]);
            return true;
        },
        cancellationToken);

    private static string Hex(SqliteDataReader reader, int ordinal) => Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(ordinal));
}

using Microsoft.Data.Sqlite;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.CooccurrenceMiner.Sqlite;

/// <summary>
/// <c>baskets.sqlite</c>. A row holds the concatenated baskets of a batch. Of a superseded file only the name is kept.
/// </summary>
internal sealed class SqliteBasketStore(string path) : IBasketStore, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS files(
            file_sha256 TEXT PRIMARY KEY, state TEXT NOT NULL, batches INTEGER NOT NULL, announced INTEGER, revised_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS batches(
            file_sha256 TEXT NOT NULL, batch INTEGER NOT NULL, sizes BLOB NOT NULL, track_ids BLOB NOT NULL, popularities BLOB NOT NULL,
            PRIMARY KEY(file_sha256, batch));
        """;

    private readonly SqliteDatabase database = new(path, Schema, version: 2);

    public Task<bool> AddAsync(string fileSha256, long revision, long batch, IReadOnlyList<Basket> baskets, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection =>
            {
                if (!TryReceive(connection, fileSha256, revision) || !Insert(connection, fileSha256, batch, baskets))
                    return false;
                connection.Execute("UPDATE files SET batches = batches + 1 WHERE file_sha256 = $file", ("$file", fileSha256));
                return true;
            },
            cancellationToken);

    public Task<bool> AnnounceAsync(string fileSha256, long revision, long batches, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            if (!TryReceive(connection, fileSha256, revision))
                return false;
            connection.Execute(
                "UPDATE files SET state = 'superseded' WHERE file_sha256 <> $file AND (state = 'current' OR revised_at < $revision)",
                ("$file", fileSha256), ("$revision", revision));
            connection.Execute(
                "UPDATE files SET state = 'current', announced = $batches WHERE file_sha256 = $file", ("$file", fileSha256), ("$batches", batches));
            return true;
        },
        cancellationToken);

    public CompleteFile? FindComplete() => database.Read(connection => connection.Query(
        "SELECT file_sha256, revised_at FROM files WHERE state = 'current' AND batches = announced", row => new CompleteFile(row.GetString(0), row.GetInt64(1))).SingleOrDefault());

    public IBasketSource Open(string fileSha256) => new SqliteBasketSource(
        database,
        fileSha256,
        database.Read(connection => connection.Scalar<long>("SELECT count(*) FROM batches WHERE file_sha256 = $file", ("$file", fileSha256))));

    public Task RemoveSupersededAsync(CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            connection.Execute("DELETE FROM batches WHERE file_sha256 IN (SELECT file_sha256 FROM files WHERE state = 'superseded')");
            connection.Execute("UPDATE files SET batches = 0, announced = NULL WHERE state = 'superseded'");
        },
        cancellationToken);

    public void Dispose() => database.Dispose();

    /// <summary>Whether something of a file is taken. A superseded file begins anew when it comes with a higher revision.</summary>
    private static bool TryReceive(SqliteConnection connection, string fileSha256, long revision)
    {
        (string, object?)[] file = [("$file", fileSha256), ("$revision", revision)];
        if (connection.Scalar<long>("SELECT count(*) FROM files WHERE state = 'current' AND file_sha256 <> $file AND revised_at > $revision", file) > 0
            || connection.Scalar<long>("SELECT count(*) FROM files WHERE file_sha256 = $file AND state = 'superseded' AND revised_at >= $revision", file) > 0)
            return false;
        connection.Execute(
            """
            DELETE FROM batches WHERE file_sha256 = $file AND EXISTS (SELECT 1 FROM files WHERE file_sha256 = $file AND state = 'superseded');
            DELETE FROM files WHERE file_sha256 = $file AND state = 'superseded';
            INSERT INTO files VALUES ($file, 'coming', 0, NULL, $revision)
            ON CONFLICT(file_sha256) DO UPDATE SET revised_at = max(revised_at, $revision);
            """,
            file);
        return true;
    }

    private static bool Insert(SqliteConnection connection, string fileSha256, long batch, IReadOnlyList<Basket> baskets)
    {
        var (sizes, trackIds, popularities) = BasketBlobs.Join(baskets);
        using var insert = connection.Statement(
            "INSERT INTO batches VALUES ($file, $batch, $sizes, $tracks, $popularities) ON CONFLICT DO NOTHING",
            "$file", "$batch", "$sizes", "$tracks", "$popularities");
        return insert.Run(fileSha256, batch, sizes, trackIds, popularities) == 1;
    }
}

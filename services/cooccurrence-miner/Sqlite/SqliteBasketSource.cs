using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.Sqlite;
using SQLitePCL;

namespace SpotifyPlatform.CooccurrenceMiner.Sqlite;

/// <summary>Reads the batches of a file; blobs are read in SQLite's memory without a copy.</summary>
internal sealed class SqliteBasketSource(SqliteDatabase database, string fileSha256, long batches) : IBasketSource
{
    public ReadOnlyMemory<byte> FileSha256 { get; } = Convert.FromHexString(fileSha256);

    public long Batches => batches;

    public void Read(long firstBatch, long endBatch, BasketVisitor visit) => database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT sizes, track_ids, popularities FROM batches WHERE file_sha256 = $file AND batch >= $first AND batch < $end ORDER BY batch
            """;
        command.Parameters.AddWithValue("$file", fileSha256);
        command.Parameters.AddWithValue("$first", firstBatch);
        command.Parameters.AddWithValue("$end", endBatch);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            BasketBlobs.Split(
                raw.sqlite3_column_blob(reader.Handle, 0), raw.sqlite3_column_blob(reader.Handle, 1), raw.sqlite3_column_blob(reader.Handle, 2), visit);
        return true;
    });
}

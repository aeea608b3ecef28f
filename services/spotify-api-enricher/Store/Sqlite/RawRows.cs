using System.IO.Compression;
using System.Net;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.SpotifyApiEnricher.Mapping;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Store.Sqlite;

/// <summary>The table <c>staging_raw</c>: every answer, compressed with zlib, and the replay of all of them.</summary>
internal static class RawRows
{
    private const int PrunedAtOnce = 1000;

    public static void Insert(SqliteConnection connection, long run, StoredAnswer answer, ReadOnlyMemory<byte> body) => connection.Execute(
        "INSERT INTO staging_raw(run_id, account, kind, subject, status, fetched_at, body) VALUES ($run, $account, $kind, $subject, $status, $at, $body)",
        ("$run", run), ("$account", answer.Account), ("$kind", (int)answer.Kind), ("$subject", answer.Subject), ("$status", (int)answer.Status), ("$at", answer.FetchedAt),
        ("$body", Compress(body)));

    /// <summary>Deletes raw answers that are older, the oldest first; the end of each run takes a part of them.</summary>
    public static void Prune(SqliteConnection connection, string before) => connection.Execute(
        "DELETE FROM staging_raw WHERE raw_id IN (SELECT raw_id FROM staging_raw WHERE fetched_at < $before ORDER BY raw_id LIMIT $most)", ("$before", before), ("$most", PrunedAtOnce));

    /// <summary>
    /// Maps every raw answer again. What does not come from raw answers is kept: features, and which plays were published. Whatever is enriched
    /// is published again, because its mapping may have changed. Where raw answers were pruned, the tables are not emptied first, so that rows of
    /// pruned answers stay as they were mapped.
    /// </summary>
    public static long Replay(SqliteConnection connection, AnswerRows rows, Func<ApiKind, string, ReadOnlyMemory<byte>, MappedAnswer> map)
    {
        connection.Execute(
            """
            CREATE TEMP TABLE kept_features AS SELECT track_id, audio_features_json FROM tracks WHERE audio_features_json IS NOT NULL;
            CREATE TEMP TABLE published AS SELECT user_id, track_id, played_at FROM play_history
                WHERE CAST(play_id AS TEXT) NOT IN (SELECT key FROM outbox WHERE list = 0);
            CREATE TEMP TABLE unwritten AS SELECT key FROM outbox WHERE list = 3;
            """);
        if (!IsPruned(connection))
            Empty(connection);
        var last = 0L;
        var count = 0L;
        while (Next(connection, last) is { } raw)
        {
            var mapped = raw.Answer.IsSuccess ? map(raw.Answer.Kind, raw.Answer.Subject, Decompress(raw.Body)) : new MappedAnswer();
            rows.Apply(connection, raw.Answer, mapped);
            last = raw.Id;
            count++;
        }

        connection.Execute(
            """
            UPDATE tracks SET audio_features_json = kept.audio_features_json FROM kept_features AS kept WHERE kept.track_id = tracks.track_id;
            DELETE FROM outbox WHERE list = 0 AND key IN (SELECT CAST(h.play_id AS TEXT) FROM play_history h JOIN published p USING (user_id, track_id, played_at));
            DELETE FROM outbox WHERE list = 3 AND key NOT IN (SELECT key FROM unwritten);
            DROP TABLE kept_features; DROP TABLE published; DROP TABLE unwritten;
            """);
        return count;
    }

    private static bool IsPruned(SqliteConnection connection) =>
        connection.Scalar<long>("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'staging_raw'), 0) > (SELECT count(*) FROM staging_raw)") > 0;

    private static void Empty(SqliteConnection connection)
    {
        connection.Execute("DELETE FROM outbox; DELETE FROM sqlite_sequence WHERE name = 'play_history'");
        foreach (var table in ApiSchema.Mapped)
            connection.Execute($"DELETE FROM {table}");
    }

    private static RawRow? Next(SqliteConnection connection, long after) => connection
        .Query(
            "SELECT raw_id, account, kind, subject, status, fetched_at, body FROM staging_raw WHERE raw_id > $after ORDER BY raw_id LIMIT 1",
            reader => new RawRow(
                reader.GetInt64(0),
                new StoredAnswer(reader.GetString(1), (ApiKind)reader.GetInt32(2), reader.GetString(3), (HttpStatusCode)reader.GetInt32(4), reader.GetString(5)),
                reader.GetFieldValue<byte[]>(6)),
            ("$after", after))
        .FirstOrDefault();

    private static byte[] Compress(ReadOnlyMemory<byte> body)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(body.Span);
        return compressed.ToArray();
    }

    private static byte[] Decompress(byte[] body)
    {
        using var zlib = new ZLibStream(new MemoryStream(body), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        zlib.CopyTo(whole);
        return whole.ToArray();
    }

    private sealed record RawRow(long Id, StoredAnswer Answer, byte[] Body);
}

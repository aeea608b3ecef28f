using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// Deletes what every group of a topic has committed some time ago, keeps the latest record of each key of compacted topics,
/// and gives free pages back. Small transactions, so that publishers do not wait long; a reader passes over what is gone.
/// </summary>
internal sealed class Cleanup(SqliteDatabase database, TimeSpan retention, TimeProvider time)
{
    private const int RowsOfTransaction = 1000;
    private const int PagesOfTransaction = 1000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var limit = (now - retention).ToUnixTimeMilliseconds();
        await database.WriteAsync(connection => MarkCommitted(connection, now.ToUnixTimeMilliseconds()), cancellationToken).ConfigureAwait(false);
        await RepeatAsync(connection => Delete(connection, CommittedBefore, limit), cancellationToken).ConfigureAwait(false);
        await RepeatAsync(connection => Delete(connection, Superseded, limit), cancellationToken).ConfigureAwait(false);
        await RepeatAsync(connection => Delete(connection, Tombstones, limit), cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(connection => connection.Execute(PassedMarks, ("$limit", limit)), cancellationToken).ConfigureAwait(false);
        await RepeatAsync(GiveBackPages, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Remembers how far all groups are now; what is before a mark of <c>retention</c> ago is deleted.</summary>
    private static void MarkCommitted(SqliteConnection connection, long now) => connection.Execute(
        """
        INSERT INTO committed_marks
        SELECT topic_id, partition, min(next_offset), $now FROM offsets JOIN topics USING (topic_id) WHERE compacted = 0
        GROUP BY topic_id, partition HAVING min(next_offset) > 0 ON CONFLICT DO NOTHING
        """,
        ("$now", now));

    private const string CommittedBefore = """
        SELECT e.rowid FROM committed_marks m JOIN events e ON e.topic_id = m.topic_id AND e.partition = m.partition AND e.offset < m.next_offset
        WHERE m.marked_at <= $limit LIMIT $max
        """;

    private const string Superseded = """
        SELECT e.rowid FROM events e WHERE e.compacted = 1 AND $limit IS NOT NULL AND EXISTS (
            SELECT 1 FROM events l WHERE l.compacted = 1 AND l.topic_id = e.topic_id AND l.partition = e.partition AND l.key = e.key AND l.offset > e.offset)
        LIMIT $max
        """;

    private const string Tombstones = """
        SELECT e.rowid FROM events e WHERE e.compacted = 1 AND e.payload IS NULL AND e.published_at <= $limit AND NOT EXISTS (
            SELECT 1 FROM offsets o WHERE o.topic_id = e.topic_id AND o.partition = e.partition AND o.next_offset <= e.offset)
        LIMIT $max
        """;

    private const string PassedMarks = """
        DELETE FROM committed_marks WHERE EXISTS (
            SELECT 1 FROM committed_marks l WHERE l.topic_id = committed_marks.topic_id AND l.partition = committed_marks.partition
                AND l.next_offset > committed_marks.next_offset AND l.marked_at <= $limit)
        """;

    private static bool Delete(SqliteConnection connection, string rows, long limit)
    {
        connection.Execute($"DELETE FROM events WHERE rowid IN ({rows})", ("$limit", limit), ("$max", RowsOfTransaction));
        return connection.Scalar<long>("SELECT changes()") == RowsOfTransaction;
    }

    private static bool GiveBackPages(SqliteConnection connection)
    {
        // Each step of the statement gives one page back.
        connection.Query($"PRAGMA incremental_vacuum({PagesOfTransaction})", _ => true);
        return connection.Scalar<long>("PRAGMA freelist_count") > 0;
    }

    private async Task RepeatAsync(Func<SqliteConnection, bool> step, CancellationToken cancellationToken)
    {
        while (await database.WriteAsync(step, cancellationToken).ConfigureAwait(false))
            cancellationToken.ThrowIfCancellationRequested();
    }
}

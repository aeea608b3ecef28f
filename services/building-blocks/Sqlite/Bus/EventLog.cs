using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>The statements on the log's tables.</summary>
internal static class EventLog
{
    /// <summary>The topic's number in the file; null where it is not there.</summary>
    public static long? FindTopic(SqliteConnection connection, string name) =>
        connection.Query("SELECT topic_id FROM topics WHERE name = $name", r => (long?)r.GetInt64(0), ("$name", name)).FirstOrDefault();

    /// <summary>The topic's number. A topic that is not there yet is created, and one with fewer partitions gets more.</summary>
    /// <exception cref="InvalidOperationException">The topic has more partitions in the file.</exception>
    public static long EnsureTopic(SqliteConnection connection, Topic topic, int partitions)
    {
        var compacted = topic.IsCompacted ? 1 : 0;
        connection.Execute("INSERT INTO topics (name, compacted) VALUES ($name, $compacted) ON CONFLICT DO NOTHING", ("$name", topic.Name), ("$compacted", compacted));
        var id = FindTopic(connection, topic.Name)!.Value;
        var found = connection.Scalar<long>("SELECT count(*) FROM partitions WHERE topic_id = $topic", ("$topic", id));
        if (found > partitions)
            throw new InvalidOperationException(
                $"Topic {topic.Name} has {found} partitions in the log, and {partitions} are configured. Partitions may grow, never shrink: set EventBus:Partitions:{topic.Name} to {found} or more.");
        for (var partition = found; partition < partitions; partition++)
        {
            connection.Execute("INSERT INTO partitions VALUES ($topic, $partition, 0)", ("$topic", id), ("$partition", partition));
            connection.Execute(
                "INSERT INTO offsets SELECT DISTINCT topic_id, group_name, $partition, 0 FROM offsets WHERE topic_id = $topic", ("$topic", id), ("$partition", partition));
        }

        return id;
    }

    /// <summary>Registers a group; where it is new, at the oldest record of each partition.</summary>
    public static void EnsureGroup(SqliteConnection connection, long topic, string group) =>
        connection.Execute(
            """
            INSERT INTO offsets
            SELECT topic_id, $group, partition, coalesce((SELECT min(offset) FROM events e WHERE e.topic_id = p.topic_id AND e.partition = p.partition), next_offset)
            FROM partitions p WHERE topic_id = $topic ON CONFLICT DO NOTHING
            """,
            ("$topic", topic), ("$group", group));

    /// <summary>The first offset of each partition that the group has not committed.</summary>
    public static long[] Committed(SqliteConnection connection, long topic, string group) =>
        [.. connection.Query(
            "SELECT next_offset FROM offsets WHERE topic_id = $topic AND group_name = $group ORDER BY partition",
            r => r.GetInt64(0), ("$topic", topic), ("$group", group))];

    /// <summary>The offset that the next record of each partition takes.</summary>
    public static long[] Ends(SqliteConnection connection, long topic) =>
        [.. connection.Query("SELECT next_offset FROM partitions WHERE topic_id = $topic ORDER BY partition", r => r.GetInt64(0), ("$topic", topic))];

    /// <summary>Appends records in order; returns the new end of each partition that got some.</summary>
    public static Dictionary<int, long> Append(SqliteConnection connection, long topic, bool compacted, IEnumerable<AppendedRecord> records, long publishedAt)
    {
        var next = new Dictionary<int, long>();
        using var insert = connection.Statement(
            "INSERT INTO events VALUES ($topic, $partition, $offset, $compacted, $at, $key, $headers, $payload)",
            "$topic", "$partition", "$offset", "$compacted", "$at", "$key", "$headers", "$payload");
        foreach (var e in records)
        {
            if (!next.TryGetValue(e.Partition, out var offset))
                offset = connection.Scalar<long>(
                    "SELECT next_offset FROM partitions WHERE topic_id = $topic AND partition = $partition", ("$topic", topic), ("$partition", e.Partition));
            insert.Run(topic, e.Partition, offset, compacted ? 1 : 0, publishedAt, e.Key, e.Headers, e.Payload);
            next[e.Partition] = offset + 1;
        }

        foreach (var (partition, offset) in next)
            connection.Execute(
                "UPDATE partitions SET next_offset = $offset WHERE topic_id = $topic AND partition = $partition",
                ("$topic", topic), ("$partition", partition), ("$offset", offset));
        return next;
    }

    public static List<ReceivedEvent> Read(SqliteConnection connection, long topic, TopicPartition partition, long from, int max) =>
        connection.Query(
            """
            SELECT offset, key, headers, payload, published_at FROM events
            WHERE topic_id = $topic AND partition = $partition AND offset >= $from ORDER BY offset LIMIT $max
            """,
            r => new ReceivedEvent(
                partition, r.GetInt64(0), r.GetString(1), r.IsDBNull(3) ? default(ReadOnlyMemory<byte>?) : r.GetFieldValue<byte[]>(3), HeaderCodec.Decode(r.GetFieldValue<byte[]>(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(4))),
            ("$topic", topic), ("$partition", partition.Partition), ("$from", from), ("$max", max));

    /// <summary>Only ever moves forward.</summary>
    public static void Commit(SqliteConnection connection, long topic, string group, int partition, long next) =>
        connection.Execute(
            "UPDATE offsets SET next_offset = $next WHERE topic_id = $topic AND group_name = $group AND partition = $partition AND next_offset < $next",
            ("$topic", topic), ("$group", group), ("$partition", partition), ("$next", next));

    public static List<GroupLag> Lag(SqliteConnection connection) =>
        connection.Query(
            """
            SELECT t.name, o.group_name, sum(p.next_offset - o.next_offset), sum(p.next_offset),
                min(CASE WHEN p.next_offset > o.next_offset THEN (
                    SELECT e.published_at FROM events e
                    WHERE e.topic_id = o.topic_id AND e.partition = o.partition AND e.offset >= o.next_offset ORDER BY e.offset LIMIT 1) END)
            FROM offsets o JOIN topics t USING (topic_id) JOIN partitions p USING (topic_id, partition)
            GROUP BY o.topic_id, o.group_name ORDER BY t.name, o.group_name
            """,
            r => new GroupLag(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3))
            {
                OldestPendingAt = r.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(4)),
            });
}

internal sealed record AppendedRecord(int Partition, string Key, byte[] Headers, byte[]? Payload);

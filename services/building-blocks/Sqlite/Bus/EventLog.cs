using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>The statements on the log's tables.</summary>
internal static class EventLog
{
    /// <summary>The topic's number; a topic that is not there yet is made.</summary>
    /// <exception cref="InvalidOperationException">The topic stands with another number of partitions.</exception>
    public static long EnsureTopic(SqliteConnection connection, string name, int partitions)
    {
        connection.Execute("INSERT INTO topics (name, partitions) VALUES ($name, $partitions) ON CONFLICT DO NOTHING", ("$name", name), ("$partitions", partitions));
        var (id, found) = connection.Query(
            "SELECT topic_id, partitions FROM topics WHERE name = $name", r => (r.GetInt64(0), r.GetInt32(1)), ("$name", name))[0];
        if (found != partitions)
            throw new InvalidOperationException(
                $"Topic {name} stands in the log with {found} partitions, the program has {partitions}. Partitions are fixed for the life of a topic: raise its version.");
        for (var partition = 0; partition < partitions; partition++)
            connection.Execute("INSERT INTO partitions VALUES ($topic, $partition, 0) ON CONFLICT DO NOTHING", ("$topic", id), ("$partition", partition));
        return id;
    }

    /// <summary>Registers a group, at the oldest event where it is new; returns the first offset of each partition that it has not committed.</summary>
    public static long[] EnsureGroup(SqliteConnection connection, long topic, string group)
    {
        connection.Execute(
            "INSERT INTO offsets SELECT topic_id, $group, partition, 0 FROM partitions WHERE topic_id = $topic ON CONFLICT DO NOTHING",
            ("$topic", topic), ("$group", group));
        return [.. connection.Query(
            "SELECT next_offset FROM offsets WHERE topic_id = $topic AND group_name = $group ORDER BY partition",
            r => r.GetInt64(0), ("$topic", topic), ("$group", group))];
    }

    /// <summary>Appends events in order; one whose id the topic has already is left out.</summary>
    public static void Append(SqliteConnection connection, long topic, IEnumerable<AppendedEvent> events, long publishedAt)
    {
        var next = new Dictionary<int, long>();
        using var insert = connection.Statement(
            """
            INSERT INTO events (topic_id, partition, offset, key, id, payload, published_at)
            VALUES ($topic, $partition, $offset, $key, $id, $payload, $at) ON CONFLICT (topic_id, id) DO NOTHING
            """,
            "$topic", "$partition", "$offset", "$key", "$id", "$payload", "$at");
        foreach (var e in events)
        {
            if (!next.TryGetValue(e.Partition, out var offset))
                offset = connection.Scalar<long>(
                    "SELECT next_offset FROM partitions WHERE topic_id = $topic AND partition = $partition", ("$topic", topic), ("$partition", e.Partition));
            next[e.Partition] = offset + insert.Run(topic, e.Partition, offset, e.Key, e.Id, e.Payload, publishedAt);
        }

        foreach (var (partition, offset) in next)
            connection.Execute(
                "UPDATE partitions SET next_offset = $offset WHERE topic_id = $topic AND partition = $partition",
                ("$topic", topic), ("$partition", partition), ("$offset", offset));
    }

    public static List<ReceivedEvent> Read(SqliteConnection connection, string name, long topic, int partition, long from, int max) =>
        connection.Query(
            "SELECT offset, key, id, payload FROM events WHERE topic_id = $topic AND partition = $partition AND offset >= $from ORDER BY offset LIMIT $max",
            r => new ReceivedEvent(name, partition, r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetFieldValue<byte[]>(3)),
            ("$topic", topic), ("$partition", partition), ("$from", from), ("$max", max));

    /// <summary>Only ever moves forward.</summary>
    public static void Commit(SqliteConnection connection, long topic, string group, int partition, long next) =>
        connection.Execute(
            "UPDATE offsets SET next_offset = $next WHERE topic_id = $topic AND group_name = $group AND partition = $partition AND next_offset < $next",
            ("$topic", topic), ("$group", group), ("$partition", partition), ("$next", next));

    /// <summary>A record refused again after a crash stands once.</summary>
    public static void DeadLetter(SqliteConnection connection, long topic, ReceivedEvent refused, string group, Refusal refusal, long deadAt) =>
        connection.Execute(
            """
            INSERT INTO dead_letters (topic_id, group_name, partition, offset, key, id, payload, reason, detail, dead_at)
            VALUES ($topic, $group, $partition, $offset, $key, $id, $payload, $reason, $detail, $at) ON CONFLICT DO NOTHING
            """,
            ("$topic", topic), ("$group", group), ("$partition", refused.Partition), ("$offset", refused.Offset), ("$key", refused.Key),
            ("$id", refused.Id), ("$payload", refused.Payload.ToArray()), ("$reason", refusal.Reason), ("$detail", refusal.Detail), ("$at", deadAt));

    public static List<RefusedRecord> Refused(SqliteConnection connection, int max) =>
        connection.Query(
            """
            SELECT t.name, d.group_name, d.key, d.reason, d.detail FROM dead_letters d JOIN topics t USING (topic_id)
            ORDER BY d.rowid DESC LIMIT $max
            """,
            r => new RefusedRecord(r.GetString(0), r.GetString(1), r.GetString(2), new Refusal(r.GetString(3), r.GetString(4))),
            ("$max", max));

    public static List<GroupLag> Lag(SqliteConnection connection) =>
        connection.Query(
            """
            SELECT t.name, o.group_name, sum(p.next_offset - o.next_offset), sum(p.next_offset),
                (SELECT count(*) FROM dead_letters d WHERE d.topic_id = o.topic_id AND d.group_name = o.group_name)
            FROM offsets o JOIN topics t USING (topic_id) JOIN partitions p USING (topic_id, partition)
            GROUP BY o.topic_id, o.group_name ORDER BY t.name, o.group_name
            """,
            r => new GroupLag(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4)));
}

internal sealed record AppendedEvent(int Partition, string Key, string Id, byte[] Payload);

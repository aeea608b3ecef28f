namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// The log's tables. Offsets of a partition count from 0; <c>next_offset</c> is the one the next record takes (partitions) or
/// the first one that a group has not committed (offsets). Cleanup leaves gaps in the offsets of records.
/// </summary>
internal static class BusSchema
{
    public static readonly SqliteSchema Schema = new("bus.sqlite", Tables, Version: 3);

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS topics (
            topic_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, compacted INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(name, compacted)) STORED);
        CREATE TABLE IF NOT EXISTS partitions (
            topic_id INTEGER NOT NULL REFERENCES topics, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(topic_id, partition, next_offset)) STORED,
            PRIMARY KEY (topic_id, partition)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS events (
            topic_id INTEGER NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, compacted INTEGER NOT NULL,
            published_at INTEGER NOT NULL, key TEXT NOT NULL, headers BLOB NOT NULL, payload BLOB,
            checksum INTEGER NOT NULL AS (row_checksum(topic_id, partition, offset, compacted, published_at, key, headers, payload)) STORED,
            UNIQUE (topic_id, partition, offset));
        CREATE INDEX IF NOT EXISTS events_by_key ON events (topic_id, partition, key, offset) WHERE compacted = 1;
        CREATE TABLE IF NOT EXISTS offsets (
            topic_id INTEGER NOT NULL, group_name TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(topic_id, group_name, partition, next_offset)) STORED,
            PRIMARY KEY (topic_id, group_name, partition)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS committed_marks (
            topic_id INTEGER NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL, marked_at INTEGER NOT NULL,
            checksum INTEGER NOT NULL AS (row_checksum(topic_id, partition, next_offset, marked_at)) STORED,
            PRIMARY KEY (topic_id, partition, next_offset)) WITHOUT ROWID;
        """;
}

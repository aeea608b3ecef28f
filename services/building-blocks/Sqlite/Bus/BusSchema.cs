namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// The log's tables. Offsets of a partition are dense from 0; <c>next_offset</c> is the one the next event takes (partitions) or
/// the first one a group has not committed (offsets).
/// </summary>
internal static class BusSchema
{
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS topics (
            topic_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, partitions INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS partitions (
            topic_id INTEGER NOT NULL REFERENCES topics, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
            PRIMARY KEY (topic_id, partition)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS events (
            topic_id INTEGER NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
            key TEXT NOT NULL, id TEXT NOT NULL, payload BLOB NOT NULL, published_at INTEGER NOT NULL,
            UNIQUE (topic_id, partition, offset), UNIQUE (topic_id, id));
        CREATE TABLE IF NOT EXISTS offsets (
            topic_id INTEGER NOT NULL, group_name TEXT NOT NULL, partition INTEGER NOT NULL, next_offset INTEGER NOT NULL,
            PRIMARY KEY (topic_id, group_name, partition)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dead_letters (
            topic_id INTEGER NOT NULL, group_name TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
            key TEXT NOT NULL, id TEXT NOT NULL, payload BLOB NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, dead_at INTEGER NOT NULL,
            UNIQUE (topic_id, group_name, partition, offset));
        """;
}

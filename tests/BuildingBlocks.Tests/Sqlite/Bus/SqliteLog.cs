namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

/// <summary>A log in a folder of its own.</summary>
public sealed class SqliteLog : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("bus-").FullName;

    public string Path => System.IO.Path.Combine(folder, "bus.sqlite");

    public SqliteEventBus Open() => new(Path, TimeProvider.System);

    public IReadOnlyList<DeadLetter> ReadDeadLetters(string topic, string group)
    {
        using var connection = SqliteDatabase.OpenReadOnly(Path);
        return connection.Query(
            """
            SELECT partition, offset, key, id, payload, reason, detail FROM dead_letters JOIN topics USING (topic_id)
            WHERE name = $topic AND group_name = $group ORDER BY partition, offset
            """,
            r => new DeadLetter(r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetFieldValue<byte[]>(4), r.GetString(5), r.GetString(6)),
            ("$topic", topic), ("$group", group));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

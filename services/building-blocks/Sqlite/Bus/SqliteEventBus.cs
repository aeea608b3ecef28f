using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// The event log in one SQLite file, for one process at a time. An append is one transaction, durable when the task completes.
/// Lag and dead letters can be read from another process.
/// </summary>
public sealed class SqliteEventBus : IEventBus, IDisposable
{
    private readonly SqliteDatabase database;
    private readonly TopicOptions topicOptions;
    private readonly GroupCommit writes;
    private readonly Lazy<BusLock> owned;
    private readonly ConcurrentDictionary<string, TopicLog> topics = new();
    private readonly SemaphoreSlim opening = new(1, 1);
    private readonly ConcurrentDictionary<string, GroupCoordinator> groups = new();

    /// <exception cref="InvalidDataException">The file was written by another version.</exception>
    public SqliteEventBus(string path, TopicOptions topics, TimeProvider time)
    {
        Time = time;
        topicOptions = topics;
        database = new SqliteDatabase(path, BusSchema.Schema, shrinks: true);
        writes = new GroupCommit(database);
        owned = new Lazy<BusLock>(() => new BusLock(database.Path));
    }

    public string MessagingSystem => "sqlite";

    internal TimeProvider Time { get; }

    internal SqliteDatabase Database => database;

    /// <summary>Whether this process has written to or consumed from the log, and so keeps it clean.</summary>
    internal bool IsOwner => owned.IsValueCreated;

    /// <exception cref="BusInUseException">Another process has the log.</exception>
    public async Task AppendAsync(Topic topic, IReadOnlyList<EventRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return;
        var log = await OpenAsync(topic, cancellationToken).ConfigureAwait(false);
        var appended = records.Select(record => new AppendedRecord(
            KeyPartition.Of(record.Key, log.Partitions), record.Key, HeaderCodec.Encode(record.Headers), record.Payload?.ToArray())).ToList();
        var publishedAt = Time.GetUtcNow().ToUnixTimeMilliseconds();
        Dictionary<int, long> ends = [];
        await writes.RunAsync(
            connection => ends = EventLog.Append(connection, log.Id, log.IsCompacted, appended, publishedAt), cancellationToken, () => log.Appended(ends)).ConfigureAwait(false);
    }

    /// <exception cref="BusInUseException">Another process has the log.</exception>
    public async Task<IEventSubscription> JoinAsync(
        string group, IReadOnlyList<Topic> topics, IPartitionListener listener, CancellationToken cancellationToken)
    {
        var logs = new Dictionary<string, TopicLog>();
        foreach (var topic in topics)
            logs[topic.Name] = await OpenAsync(topic, cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(
            connection =>
            {
                foreach (var log in logs.Values)
                    EventLog.EnsureGroup(connection, log.Id, group);
            },
            cancellationToken).ConfigureAwait(false);
        return new SqliteEventSubscription(this, group, logs, groups.GetOrAdd(group, _ => new GroupCoordinator(Time)), listener);
    }

    /// <summary>A process that does not own the log reads what is there; only the owner hears what comes.</summary>
    public async Task<IEventReader> ReadAsync(Topic topic, ReadFrom from, CancellationToken cancellationToken)
    {
        var log = IsOwner || from == ReadFrom.Newest ? await OpenAsync(topic, cancellationToken).ConfigureAwait(false) : Look(topic);
        return new SqliteEventReader(this, log, from);
    }

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<GroupLag>>(database.Read(EventLog.Lag));
    }

    public void Dispose()
    {
        writes.Dispose();
        opening.Dispose();
        database.Dispose();
        if (owned.IsValueCreated)
            owned.Value.Dispose();
    }

    /// <summary>Takes the log for this process, as every append and join does: for work that must not run beside a running platform.</summary>
    /// <exception cref="BusInUseException">Another process has the log.</exception>
    public void Own() => _ = owned.Value;

    internal T Read<T>(Func<SqliteConnection, T> read) => database.Read(read);

    internal void Read(Action<SqliteConnection> read) => database.Read(connection =>
    {
        read(connection);
        return true;
    });

    internal Task CommitAsync(TopicLog topic, string group, int partition, long next, CancellationToken cancellationToken) =>
        writes.RunAsync(connection => EventLog.Commit(connection, topic.Id, group, partition, next), cancellationToken);

    /// <summary>Opens a topic. The first one opened takes the log for this process.</summary>
    private async Task<TopicLog> OpenAsync(Topic topic, CancellationToken cancellationToken)
    {
        if (topics.TryGetValue(topic.Name, out var open))
            return open;
        _ = owned.Value;
        await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (topics.TryGetValue(topic.Name, out open))
                return open;
            var partitions = topicOptions.PartitionsOf(topic);
            var (id, ends) = await database.WriteAsync(
                connection =>
                {
                    var topicId = EventLog.EnsureTopic(connection, topic, partitions);
                    return (topicId, EventLog.Ends(connection, topicId));
                },
                cancellationToken).ConfigureAwait(false);
            return topics[topic.Name] = new TopicLog(topic.Name, id, topic.IsCompacted, ends);
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>A topic as it is now, for a process that may not own the log. One that is not there is empty.</summary>
    private TopicLog Look(Topic topic) => database.Read(connection => EventLog.FindTopic(connection, topic.Name) is { } id
        ? new TopicLog(topic.Name, id, topic.IsCompacted, EventLog.Ends(connection, id))
        : new TopicLog(topic.Name, 0, topic.IsCompacted, []));
}

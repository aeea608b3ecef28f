using System.Collections.Concurrent;
using Google.Protobuf;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// The event log in one SQLite file, for one process at a time. A publish is one transaction, durable when the task completes.
/// An event whose id its topic has already is not appended again. Reading the lag needs no lock and works from another process.
/// </summary>
public sealed class SqliteEventBus : IEventBus, IDeadLetters, IDisposable
{
    private readonly SqliteDatabase database;
    private readonly GroupCommit writes;
    private readonly TimeProvider time;
    private readonly Lazy<BusLock> owned;
    private readonly ConcurrentDictionary<string, long> topicIds = new();
    private readonly ConcurrentDictionary<string, AsyncSignal> signals = new();
    private readonly ConcurrentDictionary<(string Topic, string Group), bool> members = new();

    /// <exception cref="InvalidDataException">The file was written by another version.</exception>
    public SqliteEventBus(string path, TimeProvider time)
    {
        this.time = time;
        database = new SqliteDatabase(path, BusSchema.Tables);
        writes = new GroupCommit(database);
        owned = new Lazy<BusLock>(() => new BusLock(database.Path));
    }

    public async Task PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        if (events.Count == 0)
            return;
        var appended = events.Select(e => Serialize(topic, e)).ToList();
        var topicId = await TopicIdAsync(topic, cancellationToken).ConfigureAwait(false);
        var publishedAt = Now();
        await writes.RunAsync(connection => EventLog.Append(connection, topicId, appended, publishedAt), cancellationToken).ConfigureAwait(false);
        SignalOf(topic.Name).Set();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The group has a member on the topic, or another process has the log.</exception>
    public IEventSubscription Subscribe<TEvent>(Topic<TEvent> topic, string group)
        where TEvent : class, IMessage<TEvent>
    {
        if (!members.TryAdd((topic.Name, group), true))
            throw new InvalidOperationException($"Group {group} already consumes {topic.Name} here; the embedded log gives a group one member on a topic.");
        try
        {
            return new SqliteEventSubscription(this, topic.Name, group, JoinAsync(topic, group).GetAwaiter().GetResult(), () => members.TryRemove((topic.Name, group), out _));
        }
        catch
        {
            members.TryRemove((topic.Name, group), out _);
            throw;
        }
    }

    public Task DeadLetterAsync(ReceivedEvent refused, string group, Refusal refusal, CancellationToken cancellationToken)
    {
        var (topicId, deadAt) = (topicIds[refused.Topic], Now());
        return writes.RunAsync(connection => EventLog.DeadLetter(connection, topicId, refused, group, refusal, deadAt), cancellationToken);
    }

    public Task<IReadOnlyList<RefusedRecord>> ReadLatestAsync(int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<RefusedRecord>>(database.Read(connection => EventLog.Refused(connection, max)));
    }

    public Task<IReadOnlyList<GroupLag>> ReadLagAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<GroupLag>>(database.Read(EventLog.Lag));
    }

    public void Dispose()
    {
        writes.Dispose();
        database.Dispose();
        if (owned.IsValueCreated)
            owned.Value.Dispose();
    }

    internal List<ReceivedEvent> Read(string topic, int firstPartition, long[] positions, int max) =>
        database.Read(connection =>
        {
            var events = new List<ReceivedEvent>();
            for (var i = 0; i < positions.Length && events.Count < max; i++)
            {
                // An even share each, so that one long partition does not keep the others waiting.
                var partition = (firstPartition + i) % positions.Length;
                var share = Math.Min(max - events.Count, Math.Max(1, max / positions.Length));
                events.AddRange(EventLog.Read(connection, topic, topicIds[topic], partition, positions[partition], share));
            }

            return events;
        });

    internal Task CommitAsync(ReceivedEvent last, string group, CancellationToken cancellationToken)
    {
        var topicId = topicIds[last.Topic];
        return writes.RunAsync(connection => EventLog.Commit(connection, topicId, group, last.Partition, last.Offset + 1), cancellationToken);
    }

    /// <summary>Waits for the next event of a topic; take the task before looking for events.</summary>
    internal Task NextPublish(string topic) => SignalOf(topic).Next;

    internal TimeProvider Time => time;

    private static AppendedEvent Serialize<TEvent>(Topic<TEvent> topic, OutgoingEvent<TEvent> e)
        where TEvent : class, IMessage<TEvent>
    {
        var size = e.Event.CalculateSize();
        return size > OutgoingEvent.MaxBytes
            ? throw new EventTooLargeException(topic.Name, e.Id, size)
            : new AppendedEvent(KeyPartition.Of(e.Key, topic.Partitions), e.Key, e.Id, e.Event.ToByteArray());
    }

    /// <summary>The first offset of each partition that the group has not committed.</summary>
    private async Task<long[]> JoinAsync<TEvent>(Topic<TEvent> topic, string group)
        where TEvent : class, IMessage<TEvent>
    {
        var topicId = await TopicIdAsync(topic, CancellationToken.None).ConfigureAwait(false);
        return await database.WriteAsync(connection => EventLog.EnsureGroup(connection, topicId, group), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>The topic's number in the file. The first use of a topic makes it there and takes the log for this process.</summary>
    private async Task<long> TopicIdAsync<TEvent>(Topic<TEvent> topic, CancellationToken cancellationToken)
        where TEvent : class, IMessage<TEvent>
    {
        if (topicIds.TryGetValue(topic.Name, out var id))
            return id;
        _ = owned.Value;
        id = await database.WriteAsync(connection => EventLog.EnsureTopic(connection, topic.Name, topic.Partitions), cancellationToken).ConfigureAwait(false);
        return topicIds.GetOrAdd(topic.Name, id);
    }

    private AsyncSignal SignalOf(string topic) => signals.GetOrAdd(topic, _ => new AsyncSignal());

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}

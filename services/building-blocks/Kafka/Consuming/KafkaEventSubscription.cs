using System.Collections.Concurrent;
using System.Diagnostics;
using SpotifyPlatform.Kafka.Clients;

namespace SpotifyPlatform.Kafka.Consuming;

/// <summary>A member of a group. The client calls back on the poll thread, within requests for records and disposal.</summary>
internal sealed class KafkaEventSubscription : IEventSubscription
{
    /// <summary>How long the client waits before cancellation is looked at.</summary>
    private static readonly TimeSpan LongSlice = TimeSpan.FromMilliseconds(100);

    /// <summary>While records are held back, a resumed partition ends the wait, and others are looked at so often.</summary>
    private static readonly TimeSpan ShortSlice = TimeSpan.FromMilliseconds(5);

    /// <summary>Between two attempts of what must be done while the group waits.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly string group;
    private readonly GroupOffsets offsets;
    private readonly KafkaClients clients;
    private readonly IPartitionListener listener;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<string> topics;
    private readonly Fences fences;
    private readonly PollThread thread;
    private IConsumer<byte[], byte[]> consumer;
    private volatile OffsetCommitter committer;

    /// <summary>The partitions of this member, with what it has committed of each. Guarded by itself.</summary>
    private readonly Dictionary<TopicPartition, long> owned = [];
    private readonly FlowControl flow = new();

    /// <summary>Starts of partitions that the group has for the first time, to be committed.</summary>
    private readonly ConcurrentQueue<TopicPartitionOffset> firstCommits = new();

    // Of the poll thread alone.
    private CancellationToken receiving;
    private Exception? failure;

    /// <summary>What the next answer has: a fault ends a request, and the client has gone on past these records by then.</summary>
    private List<ReceivedEvent> received = [];
    private long askedAt = Stopwatch.GetTimestamp();
    private bool isOverdue;

    public KafkaEventSubscription(
        string group, IReadOnlyList<string> topics, GroupOffsets offsets, IPartitionListener listener, KafkaClients clients, TimeProvider time)
    {
        this.group = group;
        this.offsets = offsets;
        this.listener = listener;
        this.clients = clients;
        this.time = time;
        this.topics = topics;
        fences = new Fences(time);
        (consumer, committer) = Join();
        thread = new PollThread($"kafka {group}");
    }

    public Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        return thread.RunAsync<IReadOnlyList<ReceivedEvent>>(() => Receive(max, wait, began, cancellationToken));
    }

    public async Task CommitAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        lock (owned)
            if (!owned.TryGetValue(partition, out var committed) || offset <= committed)
                return;
        await committer.CommitAsync(partition, offset, cancellationToken).ConfigureAwait(false);
        lock (owned)
            if (owned.TryGetValue(partition, out var committed))
                owned[partition] = Math.Max(offset, committed);
    }

    public void Pause(IReadOnlyCollection<TopicPartition> partitions) => flow.Pause(partitions);

    public void Resume(IReadOnlyCollection<TopicPartition> partitions) => flow.Resume(partitions);

    public async ValueTask DisposeAsync()
    {
        await thread.RunAsync(() =>
        {
            Leave();
            consumer.Dispose();
            return true;
        }).ConfigureAwait(false);
        thread.Dispose();
        flow.Dispose();
    }

    private (IConsumer<byte[], byte[]> Consumer, OffsetCommitter Committer) Join()
    {
        var member = clients.Member(group)
            .SetPartitionsAssignedHandler((_, partitions) => Assign(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoke(partitions))
            .SetPartitionsLostHandler((_, partitions) => Lose(Partitions(partitions)))
            .Build();
        member.Subscribe(topics);
        return (member, new OffsetCommitter(group, member, clients));
    }

    /// <summary>
    /// A fenced client is of no more use, so a new one takes its place in the group. A member fences itself when a broker dies after its
    /// request to join, which it then repeats.
    /// </summary>
    /// <exception cref="KafkaRefusedException">It was fenced too often: another process has its instance id.</exception>
    private void Rejoin(KafkaException fence)
    {
        if (!fences.Add())
            throw clients.Fault(fence.Error, $"A request of group {group} for records", fence);
        Log.Fenced(clients.Logger, group);
        if (Owned() is { Length: > 0 } left)
            Lose(left);
        committer.Close();
        consumer.Dispose();
        (consumer, committer) = Join();
        isOverdue = false;
    }

    /// <summary>
    /// A member that the group does not know any more, or that no broker hears, ends all the same. Partitions are given up before the client is
    /// closed: librdkafka can wait for itself for ever (its issue 4041) where it is asked for the rebalance protocol while it closes, and
    /// the client asks at each revocation. A static member keeps its place in the group, so it is not closed.
    /// </summary>
    private void Leave()
    {
        try
        {
            if (clients.Options.InstanceId is null)
                LeaveGroup();
            else
                GiveUp(Owned());
        }
        catch (KafkaException ex)
        {
            Log.NotLeft(clients.Logger, group, ex.Error.Reason);
        }
    }

    private void LeaveGroup()
    {
        consumer.Unsubscribe();
        var began = Stopwatch.GetTimestamp();
        do
            DropRecords();
        while (Owned().Length > 0 && Stopwatch.GetElapsedTime(began) < clients.Options.RequestTimeout);
        consumer.Close();
    }

    /// <summary>Lets the client call back. Records are not committed, so they come again elsewhere.</summary>
    private void DropRecords()
    {
        try
        {
            consumer.Consume(ShortSlice);
        }
        catch (ConsumeException ex) when (!ex.Error.IsFatal)
        {
            // Nothing more is wanted of the group.
        }
    }

    private int OwnedCount()
    {
        lock (owned)
            return owned.Count;
    }

    private TopicPartition[] Owned()
    {
        lock (owned)
            return [.. owned.Keys];
    }

    private List<ReceivedEvent> Receive(int max, TimeSpan wait, long began, CancellationToken cancellationToken)
    {
        receiving = cancellationToken;
        isOverdue |= Stopwatch.GetElapsedTime(askedAt) >= clients.Options.MaxPollInterval;
        try
        {
            return ReceiveUntil(max, wait, began, cancellationToken);
        }
        finally
        {
            askedAt = Stopwatch.GetTimestamp();
        }
    }

    private List<ReceivedEvent> ReceiveUntil(int max, TimeSpan wait, long began, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            flow.Take(received, max, consumer);
            var waits = flow.WaitsForRoom(OwnedCount(), consumer);
            while (!waits && flow.HasSpace && received.Count < max && Poll(TimeSpan.Zero))
                ThrowIfFailed();
            ThrowIfFailed();
            var remaining = wait - time.GetElapsedTime(began);
            if (received.Count > 0 || remaining <= TimeSpan.Zero)
                return TakeReceived();
            if (flow.HoldsNothing && !waits)
                Poll(remaining < LongSlice ? remaining : LongSlice);
            else
                flow.WaitForRoom(remaining < ShortSlice ? remaining : ShortSlice);
        }
    }

    private List<ReceivedEvent> TakeReceived()
    {
        var taken = received;
        received = [];
        return taken;
    }

    /// <summary>Lets the client call back, and takes the next record; false where there is none.</summary>
    private bool Poll(TimeSpan wait)
    {
        ConsumeResult<byte[], byte[]>? result;
        try
        {
            result = consumer.Consume(wait);
        }
        catch (ConsumeException ex) when (ex.Error.Code == ErrorCode.Local_MaxPollExceeded)
        {
            // The client tells of the lost partitions next.
            return true;
        }
        catch (ConsumeException ex) when (ex.Error.Code == ErrorCode.Local_AutoOffsetReset)
        {
            throw offsets.Lost(ex.ConsumerRecord.TopicPartition, ex.Error.Reason);
        }
        catch (KafkaException ex) when (ex.Error.Code == ErrorCode.FencedInstanceId)
        {
            Rejoin(ex);
            return false;
        }
        catch (KafkaException ex)
        {
            throw clients.Fault(ex.Error, $"A request of group {group} for records", ex);
        }

        CommitFirst();
        if (result is null)
            return false;
        flow.Add(RecordMapper.ToEvent(result), received);
        return true;
    }

    private void ThrowIfFailed()
    {
        if (failure is { } ex)
            throw ex;
    }

    private IEnumerable<TopicPartitionOffset> Assign(List<KafkaPartition> assigned)
    {
        isOverdue &= assigned.Count == 0;
        try
        {
            var (committed, starts) = ReadOffsets(assigned);
            lock (owned)
                foreach (var partition in assigned)
                    owned[RecordMapper.ToPartition(partition)] = committed.GetValueOrDefault(partition, starts.GetValueOrDefault(partition));
            flow.Forget([.. assigned.Select(RecordMapper.ToPartition)], consumer);
            foreach (var start in starts)
                firstCommits.Enqueue(new TopicPartitionOffset(start.Key, start.Value));
            Guard(() => listener.Assigned([.. assigned.Select(RecordMapper.ToPartition)]));
            return [.. assigned.Select(partition => new TopicPartitionOffset(partition, committed.TryGetValue(partition, out var offset) ? offset : starts[partition]))];
        }
#pragma warning disable CA1031 // Nothing may be thrown into the client; the request for records throws it.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            failure = ex;
            return assigned.Select(partition => new TopicPartitionOffset(partition, Offset.Unset));
        }
    }

    /// <summary>
    /// Asks until a broker says where the partitions go on. A member that gave up would keep partitions that nobody reads; the client goes on
    /// telling the group that it lives, and gives it up when the poll interval is over.
    /// </summary>
    private (Dictionary<KafkaPartition, long> Committed, Dictionary<KafkaPartition, long> Starts) ReadOffsets(List<KafkaPartition> assigned)
    {
        while (true)
            try
            {
                return offsets.ReadAsync(assigned, receiving).GetAwaiter().GetResult();
            }
            catch (TransientFaultException ex)
            {
                Log.OffsetsUnknown(clients.Logger, group, ex.Message);
                if (receiving.WaitHandle.WaitOne(RetryDelay))
                    throw;
            }
    }

    private void Revoke(List<TopicPartitionOffset> revoked)
    {
        // The client may still have the revocation that it was told of before the group took it for dead.
        if (isOverdue)
            Lose(Partitions(revoked));
        else
            GiveUp(Partitions(revoked));
    }

    private void GiveUp(IReadOnlyCollection<TopicPartition> partitions)
    {
        Guard(() => listener.RevokedAsync(partitions).GetAwaiter().GetResult());
        Forget(partitions);
    }

    private void Lose(TopicPartition[] partitions)
    {
        Log.Lost(clients.Logger, group, string.Join(", ", partitions));
        Forget(partitions);
        Guard(() => listener.Lost(partitions));
    }

    private void Forget(IReadOnlyCollection<TopicPartition> partitions)
    {
        lock (owned)
            foreach (var partition in partitions)
                owned.Remove(partition);
        committer.Forget(partitions);
        flow.Forget(partitions, consumer);
        received.RemoveAll(record => partitions.Contains(record.Partition));
    }

    /// <summary>Partitions that the group has now for the first time count in its lag from here on.</summary>
    private void CommitFirst()
    {
        while (firstCommits.TryDequeue(out var first))
            _ = CommitFirstAsync(first);
    }

    /// <summary>Without this commit a later owner of the partition would take its offset for lost.</summary>
    private async Task CommitFirstAsync(TopicPartitionOffset first)
    {
        var partition = RecordMapper.ToPartition(first.TopicPartition);
        lock (owned)
            if (!owned.TryGetValue(partition, out var committed) || committed > first.Offset.Value)
                return;
        try
        {
            await committer.CommitAsync(partition, first.Offset.Value, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TransientFaultException)
        {
            await Task.Delay(RetryDelay).ConfigureAwait(false);
            firstCommits.Enqueue(first);
        }
    }

    private void Guard(Action tell)
    {
        try
        {
            tell();
        }
#pragma warning disable CA1031 // Nothing may be thrown into the client; the request for records throws it.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            failure ??= ex;
        }
    }

    private static TopicPartition[] Partitions(List<TopicPartitionOffset> offsets) => [.. offsets.Select(offset => RecordMapper.ToPartition(offset.TopicPartition))];
}

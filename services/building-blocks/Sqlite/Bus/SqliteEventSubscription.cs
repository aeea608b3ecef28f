namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>A member of a group. Positions run ahead of what is committed; a partition that is assigned starts at what is committed.</summary>
internal sealed class SqliteEventSubscription : IEventSubscription
{
    private readonly SqliteEventBus bus;
    private readonly string group;
    private readonly GroupCoordinator coordinator;
    private readonly GroupMember member;
    private readonly AsyncSignal changed = new();
    private readonly PartitionPositions positions;
    private readonly HashSet<TopicPartition> paused = [];

    public SqliteEventSubscription(
        SqliteEventBus bus, string group, IReadOnlyDictionary<string, TopicLog> topics, GroupCoordinator coordinator, IPartitionListener listener)
    {
        this.bus = bus;
        this.group = group;
        this.coordinator = coordinator;
        positions = new PartitionPositions(bus);
        member = new GroupMember(topics, listener, changed);
        foreach (var topic in topics.Values)
            topic.Watch(changed);
        coordinator.Join(member);
    }

    public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int max, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = bus.Time.GetTimestamp();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var next = changed.Next;
                await RebalanceAsync().ConfigureAwait(false);
                var records = positions.Read(max, IsWanted);
                var remaining = wait - bus.Time.GetElapsedTime(began);
                if (records.Count > 0 || remaining <= TimeSpan.Zero)
                    return records;
                await next.WaitAsync(remaining, bus.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            coordinator.EndPoll(member);
        }
    }

    public Task CommitAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) => coordinator.Owns(member, partition)
        ? bus.CommitAsync(member.Topics[partition.Topic], group, partition.Partition, offset, cancellationToken)
        : Task.CompletedTask;

    public void Pause(IReadOnlyCollection<TopicPartition> partitions)
    {
        lock (paused)
            paused.UnionWith(partitions);
    }

    public void Resume(IReadOnlyCollection<TopicPartition> partitions)
    {
        lock (paused)
            paused.ExceptWith(partitions);
        if (partitions.Count > 0)
            changed.Set();
    }

    public async ValueTask DisposeAsync()
    {
        if (coordinator.OwnedBy(member) is { Count: > 0 } owned)
            await member.Listener.RevokedAsync(owned).ConfigureAwait(false);
        coordinator.Leave(member);
        foreach (var topic in member.Topics.Values)
            topic.Unwatch(changed);
    }

    /// <summary>Tells the listener of what has changed and takes what is free, until nothing changes any more.</summary>
    private async Task RebalanceAsync()
    {
        while (true)
        {
            var changes = coordinator.BeginPoll(member);
            Forget(changes.Lost);
            if (changes.Lost.Count > 0)
                member.Listener.Lost(changes.Lost);
            if (changes.Revoked.Count > 0)
            {
                await member.Listener.RevokedAsync(changes.Revoked).ConfigureAwait(false);
                Forget(changes.Revoked);
                coordinator.GiveUp(member, changes.Revoked);
            }

            if (changes.Free.Count == 0 || coordinator.Take(member, changes.Free) is not { Count: > 0 } taken)
                return;
            StartOrGiveUp(taken);
            member.Listener.Assigned(taken);
        }
    }

    /// <summary>A partition that this member had and did not know of would be nobody's.</summary>
    private void StartOrGiveUp(List<TopicPartition> taken)
    {
        // A pause holds as long as the member has the partition; of one that it had not, it means nothing.
        lock (paused)
            paused.ExceptWith(taken);
        try
        {
            foreach (var topic in taken.GroupBy(partition => partition.Topic))
                Start(member.Topics[topic.Key], topic);
        }
        catch
        {
            Forget(taken);
            coordinator.GiveUp(member, taken);
            throw;
        }
    }

    private void Start(TopicLog topic, IEnumerable<TopicPartition> partitions)
    {
        var committed = bus.Read(connection => EventLog.Committed(connection, topic.Id, group));
        foreach (var partition in partitions)
            positions.Set(topic, partition.Partition, committed[partition.Partition]);
    }

    private void Forget(IReadOnlyList<TopicPartition> partitions)
    {
        lock (paused)
            paused.ExceptWith(partitions);
        foreach (var partition in partitions)
            positions.Remove(partition);
    }

    private bool IsWanted(TopicPartition partition)
    {
        lock (paused)
            return !paused.Contains(partition);
    }
}

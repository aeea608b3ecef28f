namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// Divides the partitions of a group's topics among its members in this process, as a broker does: evenly, keeping what a member
/// has where that is even. A member gives a partition up at its next poll, and only then does another get it. A member that
/// has not polled for <see cref="MaxPollInterval"/> loses its partitions as soon as another member could have them.
/// </summary>
internal sealed class GroupCoordinator(TimeProvider time)
{
    public static readonly TimeSpan MaxPollInterval = TimeSpan.FromMinutes(5);

    private readonly Lock coordinating = new();
    private readonly List<GroupMember> members = [];

    public void Join(GroupMember member)
    {
        lock (coordinating)
        {
            member.PolledAt = time.GetTimestamp();
            members.Add(member);
            WakeAll();
        }
    }

    /// <summary>The member goes; what it has not given up is free for others.</summary>
    public void Leave(GroupMember member)
    {
        lock (coordinating)
        {
            members.Remove(member);
            member.Owned.Clear();
            WakeAll();
        }
    }

    public bool Owns(GroupMember member, TopicPartition partition)
    {
        lock (coordinating)
            return member.Owned.Contains(partition);
    }

    public List<TopicPartition> OwnedBy(GroupMember member)
    {
        lock (coordinating)
            return [.. member.Owned];
    }

    /// <summary>Begins a poll: what has been lost, what must be given up, and what is assigned now.</summary>
    public PartitionChanges BeginPoll(GroupMember member)
    {
        lock (coordinating)
        {
            member.IsPolling = true;
            if (!members.Contains(member))
                members.Add(member);
            List<TopicPartition> lost = [.. member.Lost];
            member.Lost.Clear();
            EvictDead(member);
            var target = Targets()[member];
            var free = target.Where(partition => members.All(other => !other.Owned.Contains(partition))).ToList();
            return new(lost, [.. member.Owned.Except(target)], free);
        }
    }

    public void EndPoll(GroupMember member)
    {
        lock (coordinating)
        {
            member.IsPolling = false;
            member.PolledAt = time.GetTimestamp();
        }
    }

    /// <summary>The member takes free partitions; those that another took meanwhile are left out.</summary>
    public List<TopicPartition> Take(GroupMember member, IEnumerable<TopicPartition> partitions)
    {
        lock (coordinating)
        {
            var taken = partitions.Where(partition => members.All(other => !other.Owned.Contains(partition))).ToList();
            member.Owned.UnionWith(taken);
            return taken;
        }
    }

    public void GiveUp(GroupMember member, IEnumerable<TopicPartition> partitions)
    {
        lock (coordinating)
        {
            member.Owned.ExceptWith(partitions);
            WakeAll();
        }
    }

    private void EvictDead(GroupMember polling)
    {
        foreach (var dead in members.Where(other => other != polling && !other.IsPolling && time.GetElapsedTime(other.PolledAt) > MaxPollInterval).ToList())
        {
            members.Remove(dead);
            dead.Lost.UnionWith(dead.Owned);
            dead.Owned.Clear();
        }
    }

    /// <summary>The partitions that each member should have.</summary>
    private Dictionary<GroupMember, HashSet<TopicPartition>> Targets()
    {
        var targets = members.ToDictionary(member => member, _ => new HashSet<TopicPartition>());
        foreach (var topic in members.SelectMany(member => member.Topics.Values).DistinctBy(topic => topic.Name))
            Divide(topic, [.. members.Where(member => member.Topics.ContainsKey(topic.Name))], targets);
        return targets;
    }

    private static void Divide(TopicLog topic, GroupMember[] among, Dictionary<GroupMember, HashSet<TopicPartition>> targets)
    {
        var all = Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition)).ToList();
        var given = new HashSet<TopicPartition>();
        var quotas = new Dictionary<GroupMember, int>();
        for (var i = 0; i < among.Length; i++)
        {
            quotas[among[i]] = (all.Count / among.Length) + (i < all.Count % among.Length ? 1 : 0);
            var kept = among[i].Owned.Where(partition => partition.Topic == topic.Name).OrderBy(partition => partition.Partition).Take(quotas[among[i]]).ToList();
            targets[among[i]].UnionWith(kept);
            given.UnionWith(kept);
            quotas[among[i]] -= kept.Count;
        }

        var rest = new Queue<TopicPartition>(all.Where(partition => !given.Contains(partition)));
        foreach (var member in among)
            for (; quotas[member] > 0; quotas[member]--)
                targets[member].Add(rest.Dequeue());
    }

    private void WakeAll() => members.ForEach(member => member.Changed.Set());
}

/// <summary>What a poll does to a member's partitions before it receives records.</summary>
internal sealed record PartitionChanges(IReadOnlyList<TopicPartition> Lost, IReadOnlyList<TopicPartition> Revoked, IReadOnlyList<TopicPartition> Free);

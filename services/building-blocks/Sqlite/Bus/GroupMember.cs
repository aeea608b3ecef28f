namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>A member of a group as the group's coordinator knows it. Guarded by the coordinator's lock.</summary>
internal sealed class GroupMember(IReadOnlyDictionary<string, TopicLog> topics, IPartitionListener listener, AsyncSignal changed)
{
    public IReadOnlyDictionary<string, TopicLog> Topics => topics;

    public IPartitionListener Listener => listener;

    /// <summary>Wakes the member when its partitions are to change.</summary>
    public AsyncSignal Changed => changed;

    public HashSet<TopicPartition> Owned { get; } = [];

    /// <summary>What it owned when another member took it for dead; it is told at its next poll.</summary>
    public HashSet<TopicPartition> Lost { get; } = [];

    public bool IsPolling { get; set; }

    /// <summary>Timestamp of the end of its last poll.</summary>
    public long PolledAt { get; set; }
}

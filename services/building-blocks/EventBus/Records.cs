namespace SpotifyPlatform.EventBus;

/// <summary>A record to append.</summary>
/// <param name="Key">Records of one key are in one partition, in order.</param>
/// <param name="Payload">The serialized message; null removes the key from a compacted topic.</param>
public sealed record EventRecord(string Key, ReadOnlyMemory<byte>? Payload, EventHeaders Headers);

/// <summary>A record as it is in the log.</summary>
/// <param name="AppendedAt">When the log took it.</param>
public sealed record ReceivedEvent(
    TopicPartition Partition, long Offset, string Key, ReadOnlyMemory<byte>? Payload, EventHeaders Headers, DateTimeOffset AppendedAt)
{
    /// <summary>The event's id. A record of a foreign producer without one is named by its position.</summary>
    public string Id => Headers.Id ?? $"{Partition}/{Offset}";
}

/// <summary>How far a group is on a topic.</summary>
/// <param name="Pending">Records between what is committed and the end. Never understated: what is committed is read before the end.</param>
/// <param name="End">Records ever appended to the topic: the sum of the partitions' end offsets.</param>
public sealed record GroupLag(string Topic, string Group, long Pending, long End)
{
    /// <summary>When the log took the oldest record that is pending; null where none is.</summary>
    public DateTimeOffset? OldestPendingAt { get; init; }
}

namespace SpotifyPlatform.Testing.EventBus;

/// <summary>A listener that keeps what it was told.</summary>
public sealed class PartitionLog : IPartitionListener
{
    private readonly HashSet<TopicPartition> owned = [];

    public IReadOnlyCollection<TopicPartition> Owned => owned;

    /// <summary>What was told, in order: <c>+</c> assigned, <c>-</c> revoked, <c>!</c> lost.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Runs while partitions are given up.</summary>
    public Func<IReadOnlyCollection<TopicPartition>, Task> OnRevoked { get; set; } = _ => Task.CompletedTask;

    public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
    {
        Tell('+', partitions);
        owned.UnionWith(partitions);
    }

    public async Task RevokedAsync(IReadOnlyCollection<TopicPartition> partitions)
    {
        Tell('-', partitions);
        await OnRevoked(partitions);
        owned.ExceptWith(partitions);
    }

    public void Lost(IReadOnlyCollection<TopicPartition> partitions)
    {
        Tell('!', partitions);
        owned.ExceptWith(partitions);
    }

    private void Tell(char what, IReadOnlyCollection<TopicPartition> partitions) =>
        Told.AddRange(partitions.Select(partition => $"{what}{partition.Partition}").Order());
}

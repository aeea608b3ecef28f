using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.EventBus;

/// <summary>Deployment values of topics.</summary>
public sealed class TopicOptions
{
    public const string Section = "EventBus";

    /// <summary>Partitions by topic name, where a deployment wants another count than the topic's default. A count may grow, never shrink.</summary>
    public Dictionary<string, int> Partitions { get; init; } = [];

    public int PartitionsOf(Topic topic) => Partitions.TryGetValue(topic.Name, out var partitions) ? Math.Max(1, partitions) : topic.Partitions;
}

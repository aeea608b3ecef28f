using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.PipelineStatus;

/// <summary>What the pipeline, or one process of it, has done and has left to do.</summary>
/// <param name="Stages">Counts by name and store.</param>
/// <param name="Groups">Consumer groups by topic.</param>
/// <param name="Refused">Newest first, at most <see cref="MaxRefused"/>; the groups count all.</param>
public sealed record PipelineProgress(IReadOnlyList<StageCount> Stages, IReadOnlyList<GroupProgress> Groups, IReadOnlyList<RefusedEvent> Refused)
{
    public const int MaxRefused = 20;

    /// <summary>The sum over stores of what a stage has stored.</summary>
    public long Count(string stage) => Stages.Where(count => count.Name == stage).Sum(count => count.Count);

    /// <summary>
    /// Puts the answers of several processes together. A store or group that several report is taken once: the one that is further
    /// for a store, the one with more to do for a group, because each is read at another moment.
    /// </summary>
    public static PipelineProgress Merge(IReadOnlyCollection<PipelineProgress> parts) => new(
        [.. parts.SelectMany(part => part.Stages).GroupBy(count => (count.Name, count.Source)).Select(same => same.MaxBy(count => count.Count)!)
            .OrderBy(count => count.Name, StringComparer.Ordinal).ThenBy(count => count.Source, StringComparer.Ordinal)],
        [.. parts.SelectMany(part => part.Groups).GroupBy(group => (group.Topic, group.Group)).Select(same => same.MaxBy(group => (group.Pending, group.Total))!)
            .OrderBy(group => group.Topic, StringComparer.Ordinal).ThenBy(group => group.Group, StringComparer.Ordinal)],
        [.. parts.SelectMany(part => part.Refused).DistinctBy(refused => (refused.Topic, refused.Group, refused.Id))
            .OrderByDescending(refused => refused.RefusedAt).Take(MaxRefused)]);
}

/// <summary>How far a consumer group is on a topic.</summary>
/// <param name="Total">Events ever published to the topic.</param>
/// <param name="Pending">Events that the group has not handled.</param>
/// <param name="OldestPendingAge">Time since the oldest of them was published; null where nothing is pending.</param>
/// <param name="DeadLetters">Events that the group refused and that are not mended.</param>
public sealed record GroupProgress(string Topic, string Group, long Total, long Pending, TimeSpan? OldestPendingAge, long DeadLetters);

/// <summary>An event that a group refused and that is not mended.</summary>
public sealed record RefusedEvent(string Topic, string Group, string Key, string Id, Refusal Refusal, DateTimeOffset RefusedAt);

using SpotifyPlatform.EventBus;
using Proto = SpotifyPlatform.Contracts.Status.V1;

namespace SpotifyPlatform.PipelineStatus;

/// <summary>Maps a status to its message and back.</summary>
public static class ProgressMapper
{
    public static Proto.PipelineProgress ToMessage(this PipelineProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return new()
        {
            Stages = { progress.Stages.Select(count => new Proto.StageCount { Name = count.Name, Source = count.Source, Count = count.Count }) },
            Groups = { progress.Groups.Select(ToMessage) },
            Refused = { progress.Refused.Select(ToMessage) },
        };
    }

    public static PipelineProgress FromMessage(Proto.PipelineProgress? message) => new(
        [.. (message ?? new()).Stages.Select(count => new StageCount(count.Name, count.Source, count.Count))],
        [.. (message ?? new()).Groups.Select(group => new GroupProgress(
            group.Topic, group.Group, group.Total, group.Pending,
            group.HasOldestPendingAgeMs ? TimeSpan.FromMilliseconds(group.OldestPendingAgeMs) : null, group.DeadLetters))],
        [.. (message ?? new()).Refused.Select(refused => new RefusedEvent(
            refused.Topic, refused.Group, refused.Key, refused.Id, new Refusal(refused.Reason, refused.Detail), DateTimeOffset.FromUnixTimeMilliseconds(refused.RefusedMs)))]);

    private static Proto.GroupProgress ToMessage(GroupProgress group)
    {
        var message = new Proto.GroupProgress { Topic = group.Topic, Group = group.Group, Total = group.Total, Pending = group.Pending, DeadLetters = group.DeadLetters };
        if (group.OldestPendingAge is { } age)
            message.OldestPendingAgeMs = (long)age.TotalMilliseconds;
        return message;
    }

    private static Proto.RefusedEvent ToMessage(RefusedEvent refused) => new()
    {
        Topic = refused.Topic,
        Group = refused.Group,
        Key = refused.Key,
        Id = refused.Id,
        Reason = refused.Refusal.Reason,
        Detail = refused.Refusal.Detail,
        RefusedMs = refused.RefusedAt.ToUnixTimeMilliseconds(),
    };
}

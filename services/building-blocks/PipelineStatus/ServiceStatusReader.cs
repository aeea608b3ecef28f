using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.PipelineStatus;

/// <summary>Reads the status of this process: its stages, and the event log as it sees it.</summary>
public sealed class ServiceStatusReader(IEnumerable<IStageCounts> stages, IEventBus bus, IDeadLetters deadLetters, TimeProvider time)
{
    public async Task<PipelineProgress> ReadAsync(CancellationToken cancellationToken)
    {
        var letters = await deadLetters.ListAsync(cancellationToken).ConfigureAwait(false);
        var refusedBy = letters.CountBy(letter => (letter.Source.Topic, letter.Group)).ToDictionary();
        var now = time.GetUtcNow();
        var lags = await bus.ReadLagAsync(cancellationToken).ConfigureAwait(false);
        return new PipelineProgress(
            await ReadStagesAsync(cancellationToken).ConfigureAwait(false),
            [.. lags.Select(lag => new GroupProgress(
                lag.Topic, lag.Group, lag.End, lag.Pending, now - lag.OldestPendingAt, refusedBy.GetValueOrDefault((lag.Topic, lag.Group))))],
            [.. letters.Take(PipelineProgress.MaxRefused)
                .Select(letter => new RefusedEvent(letter.Source.Topic, letter.Group, letter.Key, letter.Id, letter.Refusal, letter.RefusedAt))]);
    }

    /// <summary>The stages alone, which need no event log.</summary>
    public async Task<IReadOnlyList<StageCount>> ReadStagesAsync(CancellationToken cancellationToken)
    {
        var counts = new List<StageCount>();
        foreach (var stage in stages)
            counts.AddRange(await stage.CountAsync(cancellationToken).ConfigureAwait(false));
        return counts;
    }
}

using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;

namespace SpotifyPlatform.SpotifyApiEnricher.Consumers;

/// <summary>Runs a job of every account when it is due, in one instance however many run. One run answers all ticks that came before it.</summary>
internal abstract class JobDueConsumer(AccessTokens tokens, OutboxPublisher outbox) : IEventHandler<JobDue>
{
    public const int MaxBatch = 64;

    public async Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<JobDue> batch, CancellationToken cancellationToken)
    {
        foreach (var account in tokens.Accounts())
            await RunAsync(account, cancellationToken).ConfigureAwait(false);
        await outbox.RunAsync(cancellationToken).ConfigureAwait(false);
        return new Refusal?[batch.Events.Count];
    }

    protected abstract Task<JobResult> RunAsync(string account, CancellationToken cancellationToken);
}

internal sealed class PlayHistoryDueConsumer(AccessTokens tokens, OutboxPublisher outbox, PlayHistoryJob job, PlaylistJob playlists, QueuedPlaylists queued)
    : JobDueConsumer(tokens, outbox)
{
    /// <summary>Playlists that the plays came from are read at once.</summary>
    protected override async Task<JobResult> RunAsync(string account, CancellationToken cancellationToken)
    {
        var result = await job.RunAsync(account, cancellationToken).ConfigureAwait(false);
        return queued.Any() ? await playlists.RunAsync(account, onlyQueued: true, cancellationToken).ConfigureAwait(false) : result;
    }
}

internal sealed class PlaylistsDueConsumer(AccessTokens tokens, OutboxPublisher outbox, PlaylistJob job) : JobDueConsumer(tokens, outbox)
{
    protected override Task<JobResult> RunAsync(string account, CancellationToken cancellationToken) => job.RunAsync(account, onlyQueued: false, cancellationToken);
}

internal sealed class ProfileDueConsumer(AccessTokens tokens, OutboxPublisher outbox, ProfileJob job) : JobDueConsumer(tokens, outbox)
{
    protected override Task<JobResult> RunAsync(string account, CancellationToken cancellationToken) => job.RunAsync(account, cancellationToken);
}

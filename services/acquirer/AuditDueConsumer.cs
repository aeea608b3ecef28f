using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer;

/// <summary>Hashes the announced files again when it is due, in one instance however many run.</summary>
internal sealed class AuditDueConsumer(FileAudit audit, ILogger<AuditDueConsumer> logger) : IEventHandler<JobDue>
{
    public const string Job = "audit";
    public const int MaxBatch = 64;

    public async Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<JobDue> batch, CancellationToken cancellationToken)
    {
        try
        {
            var report = await audit.RunAsync(cancellationToken).ConfigureAwait(false);
            Log.Audited(logger, report.Files, report.Bytes, report.Damaged.Count);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // A disk or share that is gone for a while says nothing about the files. The next tick tries again.
            Log.AuditFailed(logger, ex.Message);
        }

        return new Refusal?[batch.Events.Count];
    }
}

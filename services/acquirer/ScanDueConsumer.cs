using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer;

/// <summary>Scans the folder when it is due, in one instance however many run. One scan answers all ticks that came before it.</summary>
internal sealed class ScanDueConsumer(FolderScan scan, AcquisitionStatus status, IOptions<ArtifactOptions> artifacts, ILogger<ScanDueConsumer> logger)
    : IEventHandler<JobDue>
{
    public const int MaxBatch = 64;

    private string reported = "";

    public async Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<JobDue> batch, CancellationToken cancellationToken)
    {
        try
        {
            await scan.RunAsync(cancellationToken).ConfigureAwait(false);
            Report();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // A folder that is gone for a moment, or a list that is being written: the next tick tries again.
            ReportFailed(ex.Message);
        }

        return new Refusal?[batch.Events.Count];
    }

    private void ReportFailed(string reason)
    {
        if (reason == reported)
            return;
        reported = reason;
        Log.ScanFailed(logger, artifacts.Value.InputFolder, reason);
    }

    /// <summary>Logs a scan whose result differs from the one before: most rescans find nothing new.</summary>
    private void Report()
    {
        var refused = status.Refused.OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        var result = $"{status.Files} {status.Published} {status.Ignored} {status.Missing} {status.NothingFound} {string.Join(' ', status.Gone)} {string.Join(' ', refused)}";
        if (result == reported)
            return;
        reported = result;
        Log.Scanned(logger, artifacts.Value.InputFolder, status.Files, status.Published, status.Unchanged, status.Ignored);
        if (status.NothingFound is { } nothing)
            Log.NothingFound(logger, nothing);
        if (status.Missing > 0)
            Log.FilesMissing(logger, Checksums.FileName, status.Missing);
        foreach (var (slot, name) in status.Gone)
            Log.FileGone(logger, name, slot);
        foreach (var file in refused)
            Log.FileRefused(logger, file.Name, file.Reason);
    }
}

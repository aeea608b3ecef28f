using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer;

/// <summary>Scans the folder at start, and again by the interval where one is set.</summary>
internal sealed class AcquirerWorker(
    FolderScan scan, AcquisitionStatus status, IOptions<AcquirerOptions> options, IOptions<ArtifactOptions> artifacts, TimeProvider time, ILogger<AcquirerWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await scan.RunAsync(stoppingToken).ConfigureAwait(false);
            Log.Scanned(logger, artifacts.Value.InputFolder, status.Published, status.Unchanged, status.Ignored);
            if (status.Missing > 0)
                Log.FilesMissing(logger, Checksums.FileName, status.Missing);
            foreach (var (slot, name) in status.Gone)
                Log.FileGone(logger, name, slot);
            foreach (var file in status.Refused)
                Log.FileRefused(logger, file.Name, file.Reason);
            if (options.Value.RescanInterval is not { } interval)
                return;
            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(false);
        }
    }
}

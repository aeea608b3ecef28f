using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer;

/// <summary>Scans the folder at start, after changes, and at least once an interval.</summary>
internal sealed class AcquirerWorker(
    FolderScan scan, IFolderChanges changes, AcquisitionStatus status, IOptions<AcquirerOptions> options, IOptions<ArtifactOptions> artifacts, TimeProvider time,
    ILogger<AcquirerWorker> logger)
    : BackgroundService
{
    private string reported = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first scan fails loudly: an operator who starts the process sees at once that the input cannot be read.
        await scan.RunAsync(stoppingToken).ConfigureAwait(false);
        Report();
        while (true)
        {
            await WaitForChangesAsync(stoppingToken).ConfigureAwait(false);
            await RescanAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task RescanAsync(CancellationToken stoppingToken)
    {
        try
        {
            await scan.RunAsync(stoppingToken).ConfigureAwait(false);
            Report();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // A folder that is gone for a moment, or a list that is being written, must not stop what is served.
            Log.ScanFailed(logger, artifacts.Value.InputFolder, ex.Message);
        }
    }

    /// <summary>Returns once changes have come to an end, or after the interval: files are best read when they are whole.</summary>
    private async Task WaitForChangesAsync(CancellationToken stoppingToken)
    {
        using var interval = new CancellationTokenSource(options.Value.RescanInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, stoppingToken);
        try
        {
            await changes.WaitAsync(either.Token).ConfigureAwait(false);
            while (await ChangesAgainAsync(either.Token).ConfigureAwait(false))
            {
            }
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // The interval is over.
        }
    }

    /// <summary>Whether something changes again before the quiet time is over.</summary>
    private async Task<bool> ChangesAgainAsync(CancellationToken cancellationToken)
    {
        using var quiet = new CancellationTokenSource(options.Value.QuietTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancellationToken);
        try
        {
            await changes.WaitAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
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

using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer;

/// <summary>
/// Makes a scan due at start and when changes of the folder have ended; between these the schedule does. Every instance watches its
/// own mount of the folder, and one of them scans.
/// </summary>
internal sealed class AcquirerWorker(
    FolderScan scan, IFolderChanges changes, IEventPublisher publisher, IOptions<AcquirerOptions> options, TimeProvider time, ILogger<AcquirerWorker> logger)
    : BackgroundService
{
    public const string Job = "scan";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Fails loudly at the start: an operator who starts the process sees at once that the input cannot be read.
        if (options.Value.RequireFolder)
            scan.CheckFolder();
        while (true)
        {
            await RequestScanAsync(stoppingToken).ConfigureAwait(false);
            await changes.WaitAsync(stoppingToken).ConfigureAwait(false);
            await WaitForQuietAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task RequestScanAsync(CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        var message = new JobDue { Job = Job, DueMs = now.ToUnixTimeMilliseconds() };
        try
        {
            await publisher.PublishAsync(Topics.ScanDue, [new OutgoingEvent<JobDue>($"{Job}/{now:yyyy-MM-ddTHH:mm:ss.fffZ}", message)], stoppingToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (TransientFaultException.IsTransient(ex))
        {
            Log.RequestFailed(logger, ex);
        }
    }

    /// <summary>Returns once changes have come to an end, or after the interval: files are best read when they are whole.</summary>
    private async Task WaitForQuietAsync(CancellationToken stoppingToken)
    {
        using var interval = new CancellationTokenSource(options.Value.RescanInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, stoppingToken);
        try
        {
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
}

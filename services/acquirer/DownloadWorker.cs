using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Downloads;

namespace SpotifyPlatform.Acquirer;

/// <summary>
/// Brings the data set that is configured to the input folder while the service runs, verifies it anew every <see cref="AcquirerOptions.AuditInterval"/>, mends it from peers and
/// withdraws what was announced and is bad. Of several instances one does so.
/// </summary>
internal sealed class DownloadWorker(
    DataSetDownload download, FileAudit audit, AcquisitionStatus status, IOptions<DownloadOptions> options, IOptions<AcquirerOptions> acquirer, IOptions<TorrentOptions> torrent, TimeProvider time,
    ILogger<DownloadWorker> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Sources.Count == 0)
            return;
        status.SetDownload(new DownloadSummary(0, 0, 0, null, IsEnded: false));
        download.Changed += Summarize;
        for (var again = false; ;)
        {
            var next = time.GetUtcNow() + acquirer.Value.AuditInterval;
            try
            {
                if (download.TryLock() is { } taken)
                    using (taken)
                    {
                        await RunAsync(again, next, stoppingToken).ConfigureAwait(false);
                        again = true;
                        await Task.Delay(Later(next), time, stoppingToken).ConfigureAwait(false);
                        continue;
                    }
            }
            catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or InvalidDataException or TimeoutException or HttpRequestException)
            {
                Log.DownloadFailed(logger, RetryDelay, ex.Message);
            }

            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(bool again, DateTimeOffset next, CancellationToken cancellationToken)
    {
        if (again && (await download.RunAsync(new DownloadRequest(VerifyAgain: true, FromPeers: false, Backup: false, TimeSpan.Zero), cancellationToken).ConfigureAwait(false)).Bad is { Count: > 0 } bad)
            await audit.RunAsync([.. bad.Select(file => file.Name)], cancellationToken).ConfigureAwait(false);
        await download.RunAsync(new DownloadRequest(VerifyAgain: false, FromPeers: true, Backup: true, torrent.Value.SeedFor, SeedUntil: next), cancellationToken).ConfigureAwait(false);
    }

    private void Summarize(DownloadStatus now)
    {
        var isEnded = now.Stage > DownloadStage.Backup;
        status.SetDownload(new DownloadSummary(
            now.CompleteFiles, now.Files.Count, isEnded ? 0 : now.Torrents.Sum(torrent => torrent.DownloadRate),
            now.Torrents.Where(torrent => torrent.MissingPieces > 0).Select(torrent => torrent.SecondsLeft).DefaultIfEmpty(0).Max(), isEnded));
    }

    private TimeSpan Later(DateTimeOffset next) => next - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}

using Microsoft.Extensions.Options;

namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>Keeps the times of last use in a file: each minute, and when the process stops.</summary>
internal sealed class KeyUsageRecorder(KeyUsage usage, IOptions<EdgeGatewayOptions> options, TimeProvider time, ILogger<KeyUsageRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly string path = options.Value.Keys.LastUsedFile;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        usage.Restore(KeyUsageFile.Read(path));
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                Write();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Write();
        }
    }

    private void Write()
    {
        try
        {
            KeyUsageFile.Write(path, usage.Snapshot());
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            Log.UsageNotWritten(logger, path, ex);
        }
    }
}

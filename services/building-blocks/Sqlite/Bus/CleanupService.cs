using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>Takes the log for this host before its consumers start, and keeps it clean while it is this process's.</summary>
internal sealed class CleanupService(SqliteEventBus bus, IOptions<SqliteEventBusOptions> options, TimeProvider time, ILogger<CleanupService> logger)
    : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            bus.Own();
        }
        catch (BusInUseException ex)
        {
            // A host that needs the log fails where it joins a group; one that answers without it goes on.
            Log.NotOwner(logger, ex);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleanup = new Cleanup(bus.Database, options.Value.Retention, time);
        using var timer = new PeriodicTimer(options.Value.CleanupInterval, time);
        try
        {
            do
            {
                if (bus.IsOwner)
                    await CleanAsync(cleanup, stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task CleanAsync(Cleanup cleanup, CancellationToken stopping)
    {
        try
        {
            await cleanup.RunAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is IOException or TimeoutException)
        {
            // The next run takes up what this one left.
            Log.CleanupFailed(logger, bus.Database.Path, ex);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults.Shutdown;

/// <summary>
/// Reports not ready, waits for the drain delay, then lets the services stop. Sets a non-zero exit code when a background service failed,
/// which the host does not do before .NET 11.
/// </summary>
internal sealed class GracefulShutdown(
    ShutdownState state, IOptions<ShutdownOptions> options, TimeProvider time, IServiceProvider services, ILogger<GracefulShutdown> logger)
    : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Log.Draining(logger, options.Value.DrainDelay);
        state.Drain();
        await Task.Delay(options.Value.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (services.GetServices<IHostedService>().OfType<BackgroundService>().Any(service => service.ExecuteTask is { IsFaulted: true }))
            Environment.ExitCode = 1;
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

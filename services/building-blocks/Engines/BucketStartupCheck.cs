using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.GoogleCloudStorage;

namespace SpotifyPlatform.Engines;

/// <summary>
/// Refuses to start on a bucket that is not there or may not be read, with what to do. A server that does not answer is no reason: readiness waits for it.
/// </summary>
internal sealed class BucketStartupCheck(IServiceProvider services, TimeProvider time, ILogger<BucketStartupCheck> logger) : IHostedService
{
    /// <summary>How long an unreachable server may hold back the start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!ArtifactsRegistration.IsBucket(services))
            return;
        try
        {
            await services.GetRequiredService<GcsArtifactStore>().CheckAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is IOException or TimeoutException)
        {
            Log.BucketNotReached(logger, ex);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

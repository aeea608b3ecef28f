using Microsoft.Extensions.Hosting;

namespace SpotifyPlatform.EventBus.Consume;

internal static class HostLifetime
{
    /// <summary>Nothing is consumed before every group has joined and every port is bound: a start that fails has no effects.</summary>
    public static async Task HasStartedAsync(this IHostApplicationLifetime lifetime, CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

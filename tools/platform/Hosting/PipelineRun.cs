using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>Starts a host, waits until it is idle or stopped, and stops it.</summary>
internal static class PipelineRun
{
    /// <param name="started">Called when the host listens.</param>
    /// <returns>The exit code and, if the run came to its end, the outcome.</returns>
    public static async Task<(int ExitCode, RunOutcome? Outcome)> RunAsync(
        WebApplication app, PipelineMonitor monitor, ProgressLine line, bool untilIdle, Action? started, CancellationToken stop)
    {
        PlatformHost.ValidateOptions(app.Services);
        await RefusedAnnouncements.RetryAsync(app.Services, stop);
        await app.StartAsync(stop);
        started?.Invoke();
        var waiting = monitor.WaitAsync(untilIdle, stop);
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Whatever it met: requests that run are answered before the services are gone.
        await app.StopAsync(CancellationToken.None);
        var outcome = await waiting;
        if (outcome is not null)
        {
            line.End(outcome.Describe());
            return (outcome.ExitCode, outcome);
        }

        if (Environment.ExitCode != 0)
        {
            line.End(string.Join('\n', PlatformHost.BackgroundFailures(app.Services).Prepend("A service failed and stopped the platform. Work done so far is kept.")));
            return (Environment.ExitCode, null);
        }

        // Ctrl+C is the normal end of serving, but not of a run until idle.
        line.End("Stopped. Run the same command again to continue.");
        return (untilIdle ? ExitCode.Cancelled : ExitCode.Done, null);
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;

namespace SpotifyPlatform.ServiceDefaults.Shutdown;

/// <summary>The life of a service's process.</summary>
public static class ServiceRun
{
    /// <summary>
    /// Runs until the process is told to stop, also while it is still starting. A start that fails, which the host logs with its reason, is exit code 1 and
    /// no crash: the process leaves no core dump.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "The last frame of the process: the host has logged the failure.")]
    public static async Task RunServiceAsync(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop while it was starting.
        }
        catch (Exception)
        {
            Environment.ExitCode = 1;
        }
    }
}

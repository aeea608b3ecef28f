using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Sqlite.Bus;

internal static partial class Log
{
    [LoggerMessage(1151, LogLevel.Warning, "The event log {Path} could not be cleaned up; the next run tries again.")]
    public static partial void CleanupFailed(ILogger logger, string path, Exception ex);

    [LoggerMessage(1152, LogLevel.Warning, "This process does not own the event log.")]
    public static partial void NotOwner(ILogger logger, Exception ex);
}

using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.EventBus.Sqlite;

internal static partial class Log
{
    [LoggerMessage(1151, LogLevel.Warning, "The event log {Path} could not be cleaned up; the next run tries again.")]
    public static partial void CleanupFailed(ILogger logger, string path, Exception ex);
}

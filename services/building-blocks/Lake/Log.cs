using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Lake;

internal static partial class Log
{
    [LoggerMessage(9801, LogLevel.Information, "Weekly enrichment, {Progress}")]
    public static partial void WeeklyProgress(ILogger logger, string progress);

    [LoggerMessage(9802, LogLevel.Information, "The weekly enrichment of {Environment} is done.")]
    public static partial void WeeklyDone(ILogger logger, string environment);

    [LoggerMessage(9803, LogLevel.Error, "The weekly enrichment stopped at {Step}: {Reason}")]
    public static partial void WeeklyStopped(ILogger logger, string step, string reason, Exception exception);
}

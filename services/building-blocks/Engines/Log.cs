using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Engines;

internal static partial class Log
{
    [LoggerMessage(9701, LogLevel.Warning, "Table {Table} could not be derived: attempt {Attempt} in {Delay}.")]
    public static partial void Retrying(ILogger logger, string table, int attempt, TimeSpan delay, Exception ex);

    [LoggerMessage(9702, LogLevel.Warning, "The bucket of the artifact store could not be reached at start. This process is ready when it answers.")]
    public static partial void BucketNotReached(ILogger logger, Exception ex);
}

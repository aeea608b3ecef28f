using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.BigQuery;

internal static partial class Log
{
    [LoggerMessage(9901, LogLevel.Warning, "BigQuery project {Project}: attempt {Attempt} in {Delay} ({Reason})")]
    public static partial void Retrying(ILogger logger, string project, int attempt, TimeSpan delay, string reason);
}

using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.GoogleCloudStorage;

internal static partial class Log
{
    [LoggerMessage(9801, LogLevel.Warning, "gs://{Bucket}: attempt {Attempt} in {Delay} ({Reason})")]
    public static partial void Retrying(ILogger logger, string bucket, int attempt, TimeSpan delay, string reason);
}

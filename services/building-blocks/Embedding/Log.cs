using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Embedding;

internal static partial class Log
{
    [LoggerMessage(2801, LogLevel.Warning, "A request to {Endpoint} failed; attempt {Attempt} follows in {Delay}: {Reason}")]
    public static partial void Retrying(ILogger logger, Uri endpoint, int attempt, TimeSpan delay, string reason);
}

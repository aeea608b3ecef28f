using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Qdrant;

internal static partial class Log
{
    [LoggerMessage(2901, LogLevel.Warning, "A call to Qdrant at {Address} failed; attempt {Attempt} follows in {Delay}: {Reason}")]
    public static partial void Retrying(ILogger logger, Uri address, int attempt, TimeSpan delay, string reason);

    [LoggerMessage(2902, LogLevel.Information, "Created the collection {Collection} of {Dimensions} dimensions at {Address}.")]
    public static partial void Created(ILogger logger, string collection, int dimensions, Uri address);
}

using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Vectors;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Information, "Searching generation {Id} of {Rows} vectors in {Clusters} clusters, and {Promoted} promoted tracks beside; read in {Seconds:0.0} s.")]
    public static partial void Opened(ILogger logger, string? id, int rows, int clusters, int promoted, double seconds);

    [LoggerMessage(1202, LogLevel.Warning, "The vectors or the promoted tracks could not be read; searches go on with generation {Id}. The next look is in a minute.")]
    public static partial void NotRefreshed(ILogger logger, string? id, Exception exception);
}

using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Vectors;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Warning, "{Path} ended in {Bytes} bytes of an addition that a crash cut off; they are cut away. Nothing that was acknowledged is lost.")]
    public static partial void TornTail(ILogger logger, string path, long bytes);

    [LoggerMessage(1202, LogLevel.Information, "Merged {Operations} changes into a vector index of {Rows} rows in {Clusters} clusters, generation {Generation}, in {Seconds:0.0} s.")]
    public static partial void Merged(ILogger logger, int operations, int rows, int clusters, int generation, double seconds);

    [LoggerMessage(1203, LogLevel.Error, "The changes in {Folder} could not be merged; they stay in the tail, searches stay exact and slow down. The next addition tries again.")]
    public static partial void MergeFailed(ILogger logger, string folder, Exception fault);
}

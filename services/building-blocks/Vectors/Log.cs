using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Vectors;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Warning, "Truncated {Bytes} bytes of a torn frame at the end of {Path}, left by a crash. No acknowledged change is lost.")]
    public static partial void TornTail(ILogger logger, string path, long bytes);

    [LoggerMessage(1202, LogLevel.Information, "Merged {Operations} changes into a vector index of {Rows} rows in {Clusters} clusters, generation {Generation}, in {Seconds:0.0} s.")]
    public static partial void Merged(ILogger logger, int operations, int rows, int clusters, int generation, double seconds);

    [LoggerMessage(1203, LogLevel.Error, "Merging the changes in {Folder} failed. They stay in the tail: searches stay exact but become slower. The next write retries.")]
    public static partial void MergeFailed(ILogger logger, string folder, Exception exception);
}

using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Engines;

internal static partial class Log
{
    [LoggerMessage(9701, LogLevel.Warning, "Table {Table} could not be derived: attempt {Attempt} in {Delay}.")]
    public static partial void Retrying(ILogger logger, string table, int attempt, TimeSpan delay, Exception ex);

    [LoggerMessage(9702, LogLevel.Warning, "The bucket of the artifact store could not be reached at start. This process is ready when it answers.")]
    public static partial void BucketNotReached(ILogger logger, Exception ex);

    [LoggerMessage(9703, LogLevel.Warning, "The pointers of tables could not be read. Their gauges have no values until the next look.")]
    public static partial void PointersUnknown(ILogger logger, Exception ex);

    [LoggerMessage(9704, LogLevel.Warning, "{Path} was missing or damaged. It has {Rows} whole rows of it now; other counts of accesses and promotions are lost, unless a backup has them. The damaged file: {Damaged}.")]
    public static partial void AccessesMended(ILogger logger, string path, long rows, string damaged);

    [LoggerMessage(9705, LogLevel.Warning, "{Path} was missing or damaged. It has {Rows} whole rows of it now; the others come back from the event bus, as far as it keeps them. The damaged file: {Damaged}.")]
    public static partial void EnrichedRowsMended(ILogger logger, string path, long rows, string damaged);
}

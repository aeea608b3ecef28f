namespace SpotifyPlatform.ShardExtractor;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Stage {Stage} of {File}: {Done} of {Total}, {PerSecond:F0} per second, {TimeLeft} left.")]
    public static partial void StageProgress(ILogger logger, string stage, string file, long done, long total, double perSecond, TimeSpan? timeLeft);

    [LoggerMessage(4, LogLevel.Warning, "Refused {File} ({Reason}): {Detail}")]
    public static partial void FileRefused(ILogger logger, string file, string reason, string detail);

    [LoggerMessage(5, LogLevel.Information, "{File} of revision {Revision} is not extracted, because {Slot} has a newer content.")]
    public static partial void FileSuperseded(ILogger logger, string file, long revision, string slot);
}

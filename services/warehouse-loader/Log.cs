namespace SpotifyPlatform.WarehouseLoader;

internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Information, "Loaded shard {Shard}: {Tracks} tracks and {Sections} sections of {SourceLines} lines ({Quarantined} in quarantine).")]
    public static partial void Loaded(ILogger logger, string shard, long tracks, long sections, long sourceLines, long quarantined);

    [LoggerMessage(3102, LogLevel.Information, "Shard {Shard} is already in the warehouse: {Tracks} tracks and {Sections} sections.")]
    public static partial void AlreadyLoaded(ILogger logger, string shard, long tracks, long sections);

    [LoggerMessage(3103, LogLevel.Information, "Shard {Shard}: revision {Revision} is not loaded, because the warehouse has the newer revision {Newer}.")]
    public static partial void Superseded(ILogger logger, string shard, long revision, long newer);
}

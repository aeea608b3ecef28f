namespace SpotifyPlatform.WarehouseLoader;

internal static partial class Log
{
    [LoggerMessage(3101, LogLevel.Information, "Loaded shard {Shard}: {Tracks} tracks and {Sections} sections, as many as the extractor announced for {SourceLines} lines of the source ({Quarantined} in quarantine); {Shards} shards are in.")]
    public static partial void Loaded(ILogger logger, string shard, long tracks, long sections, long sourceLines, long quarantined, int shards);

    [LoggerMessage(3102, LogLevel.Information, "Shard {Shard} is in the warehouse already: {Tracks} tracks and {Sections} sections.")]
    public static partial void AlreadyLoaded(ILogger logger, string shard, long tracks, long sections);
}

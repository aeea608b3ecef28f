using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "MusicBrainz dump {Name} (schema {Schema}, of {Timestamp}) is active. {Isrcs}. {Recordings}.")]
    public static partial void DumpLoaded(ILogger logger, string name, int schema, string timestamp, TableReport isrcs, TableReport recordings);

    [LoggerMessage(4002, LogLevel.Warning, "MusicBrainz dump {Name} (of {Timestamp}) is older than the active one and is ignored.")]
    public static partial void DumpIsOlder(ILogger logger, string name, string timestamp);

    [LoggerMessage(4003, LogLevel.Information, "Matched {Tracks} earlier tracks against MusicBrainz dump {Name}. All tracks: {Rates}.")]
    public static partial void Rematched(ILogger logger, long tracks, string name, string rates);
}

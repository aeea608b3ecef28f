namespace SpotifyPlatform.Xref;

internal static partial class Log
{
    [LoggerMessage(4001, LogLevel.Information, "MusicBrainz dump {Name} (schema {Schema}, of {Timestamp}) was read. {Members}.")]
    public static partial void DumpLoaded(ILogger logger, string name, int schema, string timestamp, string members);
}

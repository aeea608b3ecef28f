namespace SpotifyPlatform.Vectorizer;

internal static partial class Log
{
    [LoggerMessage(4101, LogLevel.Debug, "Stored the {Part} of {Tracks} tracks; {Vectors} vectors are written.")]
    public static partial void Taken(ILogger logger, string part, int tracks, int vectors);
}

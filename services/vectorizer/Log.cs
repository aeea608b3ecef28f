namespace SpotifyPlatform.Vectorizer;

internal static partial class Log
{
    [LoggerMessage(4101, LogLevel.Debug, "Stored the {Part} of {Tracks} tracks; {Vectors} vectors are written.")]
    public static partial void Taken(ILogger logger, string part, int tracks, int vectors);

    [LoggerMessage(4102, LogLevel.Information, "Promoted {Promoted} of {Candidates} tracks that were asked for; the index is full: {Full}.")]
    public static partial void Promoted(ILogger logger, long promoted, long candidates, bool full);

    [LoggerMessage(4103, LogLevel.Warning, "A promotion failed; the next one goes on from there.")]
    public static partial void PromotionFailed(ILogger logger, Exception ex);
}

namespace SpotifyPlatform.Vectorizer;

internal static partial class Log
{
    [LoggerMessage(4102, LogLevel.Information, "Promoted {Promoted} tracks of tier B after reading {Candidates} candidates. Index full: {Full}.")]
    public static partial void Promoted(ILogger logger, long promoted, long candidates, bool full);

    [LoggerMessage(4103, LogLevel.Warning, "The promotion failed; the next scheduled run retries.")]
    public static partial void PromotionFailed(ILogger logger, Exception exception);
}

namespace SpotifyPlatform.Vectorizer;

internal static partial class Log
{
    [LoggerMessage(4102, LogLevel.Information, "Promoted {Promoted} tracks of tier B after reading {Candidates} candidates. Index full: {Full}.")]
    public static partial void Promoted(ILogger logger, long promoted, long candidates, bool full);

    [LoggerMessage(4103, LogLevel.Warning, "The promotion failed; the next scheduled run retries.")]
    public static partial void PromotionFailed(ILogger logger, Exception exception);

    [LoggerMessage(4104, LogLevel.Warning, "Generation {Id} of the vectors cannot be read, so it is not known which of its points an index holds.")]
    public static partial void LoadedGenerationUnreadable(ILogger logger, string id, Exception exception);

    [LoggerMessage(4105, LogLevel.Warning,
        "The index '{IndexName}' has {Found} points, not {Expected}. Unless a promotion runs now, delete its collection and run 'platform reindex'.")]
    public static partial void IndexCountDiffers(ILogger logger, string indexName, long found, long expected);
}

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Writes progress to the log.</summary>
internal sealed class LoggedProgress(ILogger<LoggedProgress> logger) : IProgress<CatalogProgress>
{
    public void Report(CatalogProgress value) =>
        Log.StageProgress(logger, value.Stage, value.File, value.Done, value.Total, value.PerSecond, value.TimeLeft);
}

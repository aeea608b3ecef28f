namespace SpotifyPlatform.ShardExtractor.Catalogue;

/// <summary>Writes progress to the log.</summary>
internal sealed class LoggedProgress(ILogger<LoggedProgress> logger) : IProgress<CatalogueProgress>
{
    public void Report(CatalogueProgress value) =>
        Log.StageProgress(logger, value.Stage, value.File, value.Done, value.Total, value.PerSecond, value.TimeLeft);
}

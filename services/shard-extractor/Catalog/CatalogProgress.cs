namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>How far a stage is.</summary>
/// <param name="Stage">A content's name, <c>decompress</c> or <c>track table</c>.</param>
/// <param name="File">The file's name within the data set.</param>
/// <param name="Done">Row numbers passed, or bytes read.</param>
/// <param name="Total">Of the same unit.</param>
/// <param name="PerSecond">Since the stage was started or resumed.</param>
/// <param name="TimeLeft">Null before the first measure.</param>
internal sealed record CatalogProgress(string Stage, string File, long Done, long Total, double PerSecond, TimeSpan? TimeLeft);

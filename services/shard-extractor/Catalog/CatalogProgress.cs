namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Progress of a stage.</summary>
/// <param name="Stage">A table's name, <c>decompress</c> or <c>shard</c>.</param>
/// <param name="File">The file's name within the data set.</param>
/// <param name="Done">Row numbers or bytes done.</param>
/// <param name="Total">In the same unit.</param>
/// <param name="PerSecond">Since the stage was started or resumed.</param>
/// <param name="TimeLeft">Null before the first measurement.</param>
internal sealed record CatalogProgress(string Stage, string File, long Done, long Total, double PerSecond, TimeSpan? TimeLeft);

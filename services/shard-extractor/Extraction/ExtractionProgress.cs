namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Progress of one shard.</summary>
/// <param name="SourceFile">The source's file name.</param>
/// <param name="BytesRead">Compressed bytes decoded.</param>
/// <param name="TotalBytes">Compressed bytes in all.</param>
/// <param name="Tracks">Rows staged so far.</param>
/// <param name="Sections">Rows staged so far.</param>
/// <param name="BytesPerSecond">Compressed bytes per second since the shard began.</param>
public sealed record ExtractionProgress(
    string SourceFile, long BytesRead, long TotalBytes, long Tracks, long Sections, double BytesPerSecond);

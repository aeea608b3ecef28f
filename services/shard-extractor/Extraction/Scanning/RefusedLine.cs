namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>Where a refused line stands in the decompressed shard; its text is read again when it is written down.</summary>
/// <param name="Number">From 1; every line feed counts.</param>
/// <param name="Offset">Of its first byte in the decompressed shard.</param>
/// <param name="Length">Bytes, without the line feed.</param>
/// <param name="Position">Of the byte at fault in the line.</param>
internal readonly record struct RefusedLine(long Number, long Offset, long Length, long Position, RefusalReason Reason);

namespace SpotifyPlatform.ShardExtractor.Extraction.Scanning;

/// <summary>The place of a refused line in the decompressed shard; its text is read again for the quarantine file.</summary>
/// <param name="Number">From 1; every line feed counts.</param>
/// <param name="Offset">Offset of its first byte in the decompressed shard.</param>
/// <param name="Length">Bytes without the line feed.</param>
/// <param name="Position">Offset of the invalid byte in the line.</param>
internal readonly record struct RefusedLine(long Number, long Offset, long Length, long Position, RefusalReason Reason);

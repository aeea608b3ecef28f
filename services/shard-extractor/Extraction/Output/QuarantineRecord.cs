using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>A refused line, as a line of <c>quarantine/XX.ndjson</c>.</summary>
/// <param name="File">The source's file name.</param>
/// <param name="Line">From 1.</param>
/// <param name="Offset">Of the line's first byte in the decompressed shard.</param>
/// <param name="Length">Bytes, without the line feed.</param>
/// <param name="Reason">In snake case.</param>
/// <param name="Position">Of the byte at fault in the line.</param>
/// <param name="Sha256">Of the line, without the line feed.</param>
/// <param name="Excerpt">A few bytes before and after the fault; what is not printable ASCII is replaced by <c>?</c>.</param>
internal sealed record QuarantineRecord(
    string File, long Line, long Offset, long Length, RefusalReason Reason, long Position, string Sha256, string Excerpt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(QuarantineRecord))]
internal sealed partial class QuarantineJson : JsonSerializerContext;

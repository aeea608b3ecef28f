using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>A refused line: one line of <c>quarantine/XX.ndjson</c>.</summary>
/// <param name="File">The source's file name.</param>
/// <param name="Line">From 1.</param>
/// <param name="Offset">Offset of the line's first byte in the decompressed shard.</param>
/// <param name="Length">Bytes without the line feed.</param>
/// <param name="Reason">In snake case.</param>
/// <param name="Position">Offset of the invalid byte in the line.</param>
/// <param name="Sha256">Hash of the line without the line feed.</param>
/// <param name="Excerpt">The bytes around the invalid one; others than printable ASCII are replaced by <c>?</c>.</param>
internal sealed record QuarantineRecord(
    string File, long Line, long Offset, long Length, RefusalReason Reason, long Position, string Sha256, string Excerpt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(QuarantineRecord))]
internal sealed partial class QuarantineJson : JsonSerializerContext;

using System.Text.Json.Serialization;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>
/// The result of extracting a shard. It is also the ledger entry, so nothing in it depends on time or speed.
/// </summary>
public sealed record ExtractionResult
{
    /// <summary>The source's file name, <c>XX.jsonl.zst</c>.</summary>
    public required string SourceFile { get; init; }

    /// <summary>The shard's two characters.</summary>
    public required string Shard { get; init; }

    /// <summary>Version of the code that wrote the outputs; shards of an older version can be listed and extracted again.</summary>
    public required int ExtractorVersion { get; init; }

    public required Compression Compression { get; init; }

    /// <summary>The options that decide which lines give rows, see <see cref="ExtractionOptions.Rules"/>.</summary>
    public required IReadOnlyDictionary<string, string> Rules { get; init; }

    public required ExtractionStatus Status { get; init; }

    public required ShardFault Fault { get; init; }

    /// <summary>One sentence for an operator.</summary>
    public required string Message { get; init; }

    /// <summary>Compressed bytes.</summary>
    public required long InputLength { get; init; }

    /// <summary>Of the compressed file, lower-case hexadecimal.</summary>
    public required string InputSha256 { get; init; }

    public required long DecompressedLength { get; init; }

    /// <summary>Lines read, blank and refused ones included.</summary>
    public required long Lines { get; init; }

    public required long BlankLines { get; init; }

    public required long RefusedLines { get; init; }

    /// <summary>Refused lines by reason.</summary>
    public required IReadOnlyDictionary<RefusalReason, long> RefusedBy { get; init; }

    public required long Tracks { get; init; }

    public required long Sections { get; init; }

    /// <summary>The files written, tracks first.</summary>
    public required IReadOnlyList<OutputFileEntry> Outputs { get; init; }

    /// <summary>Whether the ledger already had the shard, so that nothing was read.</summary>
    [JsonIgnore]
    public bool AlreadyDone { get; init; }
}

using System.Globalization;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Builds extraction results.</summary>
internal static class ShardResults
{
    public static ExtractionResult Of(
        ShardId shard, ExtractionOptions options, ShardFaultException? fault, long length, string sha256, LineScanner scanner, LineRows rows) => new()
        {
            SourceFile = shard.FileName,
            Shard = shard.Prefix,
            ExtractorVersion = ShardExtraction.ExtractorVersion,
            Compression = options.Compression,
            Rules = options.Rules(),
            Status = ExtractionStatuses.Of(fault?.Fault ?? ShardFault.None),
            Fault = fault?.Fault ?? ShardFault.None,
            Message = fault?.Message ?? Sentence(rows),
            InputLength = length,
            InputSha256 = sha256,
            DecompressedLength = scanner.Offset,
            Lines = scanner.Lines,
            BlankLines = scanner.BlankLines,
            RefusedLines = rows.Refused.Count,
            RefusedBy = new SortedDictionary<RefusalReason, long>(
                rows.Refused.GroupBy(line => line.Reason).ToDictionary(group => group.Key, group => group.LongCount())),
            Tracks = rows.Tracks,
            Sections = rows.Sections,
            Outputs = [],
        };

    public static ExtractionResult NotAShard(string path, ExtractionOptions options, string problem) => new()
    {
        SourceFile = Path.GetFileName(path),
        Shard = "",
        ExtractorVersion = ShardExtraction.ExtractorVersion,
        Compression = options.Compression,
        Rules = options.Rules(),
        Status = ExtractionStatus.Refused,
        Fault = ShardFault.NotAShard,
        Message = $"{Path.GetFileName(path)} {problem}.",
        InputLength = 0,
        InputSha256 = "",
        DecompressedLength = 0,
        Lines = 0,
        BlankLines = 0,
        RefusedLines = 0,
        RefusedBy = new SortedDictionary<RefusalReason, long>(),
        Tracks = 0,
        Sections = 0,
        Outputs = [],
    };

    /// <summary>Compares the input with its announced length and hash.</summary>
    public static ShardFaultException? CheckSource(ShardInput input, long length, string sha256)
    {
        if (input.ExpectedLength is { } expected && expected != length)
        {
            var fault = length < expected ? ShardFault.Truncated : ShardFault.TooLong;
            return new(fault, string.Create(CultureInfo.InvariantCulture, $"The file has {length} bytes, but {expected} were announced. Fetch it again."));
        }

        return input.ExpectedSha256 is null || string.Equals(input.ExpectedSha256, sha256, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(ShardFault.HashMismatch, $"The file's SHA-256 is {sha256}, but {input.ExpectedSha256} was announced. Fetch it again.");
    }

    private static string Sentence(LineRows rows) => rows.Refused.Count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{rows.Tracks} tracks and {rows.Sections} sections.")
        : string.Create(CultureInfo.InvariantCulture, $"{rows.Tracks} tracks and {rows.Sections} sections; {rows.Refused.Count} lines are in quarantine.");
}

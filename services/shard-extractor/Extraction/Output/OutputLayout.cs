using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Extraction.Output;

/// <summary>Paths of a shard's files in the output folder. Stems keep <c>0a</c> and <c>0A</c> apart on file systems that ignore case.</summary>
internal static class OutputLayout
{
    private static readonly string[] AfterStem = ["_tracks.", "_sections.", "."];

    public const string Tracks = "tracks";
    public const string Sections = "sections";
    public const string Quarantine = "quarantine";
    public const string Ledger = "ledger";
    public const string ProcessedStem = "processed_files";
    public const string ProcessedFiles = "processed_files.txt";

    public static IReadOnlyList<string> Folders { get; } = [Tracks, Sections, Quarantine, Ledger];

    public static string TracksPath(ShardId shard, Compression compression) =>
        $"{Tracks}/{shard.FileStem}_tracks.ndjson{Extension(compression)}";

    public static string SectionsPath(ShardId shard, Compression compression) =>
        $"{Sections}/{shard.FileStem}_sections.ndjson{Extension(compression)}";

    public static string QuarantinePath(ShardId shard) => $"{Quarantine}/{shard.FileStem}.ndjson";

    public static string LedgerPath(ShardId shard) => $"{Ledger}/{shard.FileStem}.json";

    /// <summary>The stem of the shard that a derived file name belongs to, or that of the list of processed files.</summary>
    public static string StemOf(string fileName)
    {
        var cuts = AfterStem.Select(part => fileName.IndexOf(part, StringComparison.Ordinal)).Where(at => at >= 0);
        return fileName[..cuts.DefaultIfEmpty(fileName.Length).Min()];
    }

    /// <summary>Every path of this shard's row files, for all compressions.</summary>
    public static IEnumerable<string> AllRowPaths(ShardId shard) =>
        Enum.GetValues<Compression>().SelectMany(c => new[] { TracksPath(shard, c), SectionsPath(shard, c) });

    private static string Extension(Compression compression) => compression switch
    {
        Compression.Gzip => ".gz",
        Compression.Zstd => ".zst",
        _ => "",
    };
}

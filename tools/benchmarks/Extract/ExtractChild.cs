using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Extraction.Decoding;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>The child process that reads a shard while it is measured; prints the number of tracks and sections.</summary>
internal static class ExtractChild
{
    public static int Run(string mode, string path)
    {
        var (tracks, sections) = mode switch
        {
            "decode" => Decode(path),
            "scan" => Scan(path, VectorPaths.Best, strict: false, threaded: false),
            "scan-threaded" => Scan(path, VectorPaths.Best, strict: false, threaded: true),
            "scan-256" => Scan(path, VectorPath.Vector256, strict: false, threaded: false),
            "scan-128" => Scan(path, VectorPath.Vector128, strict: false, threaded: false),
            "scan-scalar" => Scan(path, VectorPath.Scalar, strict: false, threaded: false),
            "strict" => Scan(path, VectorPaths.Best, strict: true, threaded: false),
            "pipeline" => Pipeline(path, threaded: false),
            "pipeline-threaded" => Pipeline(path, threaded: true),
            "table" => WithTable(path, threaded: false),
            "table-threaded" => WithTable(path, threaded: true),
            "reader" => FullGrammarReader.Read(path),
            _ => throw new ArgumentException($"Unknown mode {mode}.", nameof(mode)),
        };
        Console.WriteLine($"{tracks} {sections}");
        return 0;
    }

    private static (long Tracks, long Sections) Decode(string path)
    {
        using var blocks = new ShardBlocks(path, new ExtractionOptions(), hashed: false, threaded: false);
        var bytes = 0L;
        while (blocks.Next() is { IsEmpty: false } chunk)
            bytes += chunk.Length;
        return (bytes, 0);
    }

    private static (long Tracks, long Sections) Scan(string path, VectorPath vectors, bool strict, bool threaded)
    {
        var options = new ExtractionOptions { Strict = strict };
        ShardId.TryFromFile(path, out var shard);
        var rows = new LineRows(shard, options, DiscardedRows.Instance);
        var scanner = new LineScanner(rows, options, vectors);
        using var blocks = new ShardBlocks(path, options, hashed: false, threaded);
        while (blocks.Next() is { IsEmpty: false } chunk)
            scanner.Scan(chunk);
        scanner.Finish(cut: false);
        return (rows.Tracks, rows.Sections);
    }

    /// <summary>As the pipeline does: the rows in files and in the table, which is complete at the end.</summary>
    private static (long Tracks, long Sections) WithTable(string path, bool threaded)
    {
        var folder = Directory.CreateTempSubdirectory("bench-extract-").FullName;
        try
        {
            var artifacts = new FolderArtifactStore(Path.Combine(folder, "store"), null, TimeProvider.System);
            var store = new TableStore(artifacts, artifacts, Path.Combine(folder, "scratch"), 256 << 20, threaded ? Environment.ProcessorCount : 1, TimeProvider.System);
            var plan = AnalysisTable.Plan(ShardId.Parse(Path.GetFileName(path)[..2]), "1", ShardExtraction.ExtractorVersion, []);
            using var writer = store.Write(plan, 0);
            var result = new ShardExtraction(folder).Extract(new ShardInput(path), threaded: threaded, table: writer);
            writer.CompleteAsync(CancellationToken.None).GetAwaiter().GetResult();
            var manifest = store.CompleteAsync(plan, null, CancellationToken.None).GetAwaiter().GetResult()!;
            return result.Status == ExtractionStatus.Complete ? (manifest.Rows, result.Sections) : throw new InvalidDataException(result.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (long Tracks, long Sections) Pipeline(string path, bool threaded)
    {
        var folder = Directory.CreateTempSubdirectory("bench-extract-").FullName;
        try
        {
            var result = new ShardExtraction(folder).Extract(new ShardInput(path), threaded: threaded);
            return result.Status == ExtractionStatus.Complete ? (result.Tracks, result.Sections) : throw new InvalidDataException(result.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

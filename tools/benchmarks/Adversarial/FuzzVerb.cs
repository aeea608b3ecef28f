using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Benchmarks.Extract;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Extraction.Decoding;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary>
/// <c>fuzz extract [--runs N] [--seed N]</c>: mutated shards, half of them broken as text and half as zstd, through the
/// decoder and the scanner. Every input must result in rows, refused lines or a shard fault; the process must not crash, hang or
/// leak memory.
/// </summary>
internal static class FuzzVerb
{
    public static int Run(string[] args)
    {
        var seed = FuzzRun.SeedOf(args);
        var (texts, corpus) = (new AdversarialText(seed), Corpus(seed));
        return FuzzRun.Run("extract", 1_000_000, args, (random, i) => i % 2 == 0 ? FuzzText(texts, random) : FuzzFile(corpus[random.Next(corpus.Length)], random));
    }

    private static string FuzzText(AdversarialText texts, Random random)
    {
        var path = (VectorPath)random.Next(4);
        var run = ScannerRun.Of(texts.Next(), new ExtractionOptions(), VectorPaths.IsSupported(path) ? path : VectorPath.Scalar, () => random.Next(1, 300));
        return run.Refused.Count == 0 ? "text accepted" : "text with refused lines";
    }

    private static byte[][] Corpus(int seed)
    {
        var small = new LineGenerator(seed, "00");
        byte[] lines = [.. small.Next(2, 8, 6), .. small.Next(1, 4, 30), .. small.Next(0, 4, 2)];
        var half = lines.Length / 2;
        return
        [
            Pack(lines, 1, true, 0), Pack(lines, 3, false, 0), Pack(lines, 19, true, 0), Pack(lines, 3, true, 10),
            [.. Pack(lines.AsSpan(0, half), 3, true, 0), 0x50, 0x2A, 0x4D, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5, .. Pack(lines.AsSpan(half), 3, true, 0)],
            Pack(new byte[200_000], 3, true, 0),
        ];
    }

    private static byte[] Pack(ReadOnlySpan<byte> text, int level, bool checksum, int windowLog)
    {
        using var target = new MemoryStream();
        using (var zstd = ZstdStreams.Compress(target, leaveOpen: true, level, checksum, windowLog))
            zstd.Write(text);
        return target.ToArray();
    }

    private static string FuzzFile(byte[] packed, Random random)
    {
        var options = new ExtractionOptions { MaxWindowLog = 23, MaxDecompressedBytes = 4_000_000 };
        // Arrays of exactly the input's length: a read past the end throws.
        using var input = new Pieces(Mutations.Of(packed, random, headerBytes: 24), random.Next(1, 5000));
        using var decoder = new ZstdBlockDecoder(options.MaxWindowLog, useLibzstd: random.Next(2) == 0);
        using var blocks = new ZstdBlocks(input, decoder, options);
        var scanner = new LineScanner(new LineRows(ShardId.Parse("00"), options, DiscardedRows.Instance), options, VectorPaths.Best);
        try
        {
            while (blocks.Next() is { IsEmpty: false } block)
                scanner.Scan(block.Span);
            scanner.Finish(cut: false);
            return "file complete";
        }
        catch (ShardFaultException ex)
        {
            return $"file {ex.Fault}";
        }
    }

    private sealed class Pieces(byte[] bytes, int pieceBytes) : IBlocks
    {
        private int start;

        public ReadOnlyMemory<byte> Next()
        {
            var piece = bytes.AsSpan(start, Math.Min(pieceBytes, bytes.Length - start)).ToArray();
            start += piece.Length;
            return piece;
        }

        public void Dispose()
        {
        }
    }
}

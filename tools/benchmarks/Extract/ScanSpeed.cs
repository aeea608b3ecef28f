using System.Diagnostics;
using System.Globalization;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Extraction.Decoding;
using SpotifyPlatform.ShardExtractor.Extraction.Rows;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>The scanner alone, on chunks in memory: gigabytes per second of each vector path.</summary>
internal static class ScanSpeed
{
    public static int Run(string path)
    {
        var options = new ExtractionOptions();
        ShardId.TryFromFile(path, out var shard);
        using var blocks = new ShardBlocks(path, options, hashed: false, threaded: false);
        List<byte[]> chunks = [];
        while (chunks.Count < 512 && blocks.Next() is { IsEmpty: false } chunk)
            chunks.Add(chunk.ToArray());
        var cached = new byte[128 * 1024];
        foreach (var vectors in Enum.GetValues<VectorPath>().Where(VectorPaths.IsSupported))
        {
            // On a shared machine the minimum over the rounds is the best estimate of the scanner's own time.
            var least = new long[chunks.Count];
            Array.Fill(least, long.MaxValue);
            for (var round = 0; round < 20; round++)
            {
                var scanner = new LineScanner(new LineRows(shard, options, DiscardedRows.Instance), options, vectors);
                for (var i = 0; i < chunks.Count; i++)
                {
                    // As after decompression, the chunk is in the CPU cache when it is scanned.
                    chunks[i].CopyTo(cached, 0);
                    var start = Stopwatch.GetTimestamp();
                    scanner.Scan(cached.AsSpan(0, chunks[i].Length));
                    least[i] = Math.Min(least[i], Stopwatch.GetTimestamp() - start);
                }
            }

            var speed = chunks.Sum(chunk => (long)chunk.Length) / (least.Sum() * 1e9 / Stopwatch.Frequency);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{vectors} {speed:0.00} GB/s"));
        }

        return 0;
    }
}

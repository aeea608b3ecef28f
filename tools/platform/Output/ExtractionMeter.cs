using System.Collections.Concurrent;
using System.Diagnostics;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Adds the progress of shards that are read side by side up to one line: bytes, rows, rate, time left.</summary>
internal sealed class ExtractionMeter(ProgressLine line, long totalBytes) : IProgress<ExtractionProgress>
{
    private readonly ConcurrentDictionary<string, ExtractionProgress> shards = new();
    private readonly long started = Stopwatch.GetTimestamp();

    public void Report(ExtractionProgress value)
    {
        shards[value.SourceFile] = value;
        var elapsed = Stopwatch.GetElapsedTime(started);
        var bytes = shards.Values.Sum(shard => shard.BytesRead);
        var rows = shards.Values.Sum(shard => shard.Tracks + shard.Sections);
        line.Show(
            $"extracting: {Figures.Bytes(bytes)} of {Figures.Bytes(totalBytes)}, {rows:N0} rows, "
            + $"{Figures.Bytes(bytes / Math.Max(elapsed.TotalSeconds, 0.001))}/s {Figures.Left(bytes, totalBytes, elapsed)}");
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Shows the total progress of shards that are extracted in parallel: bytes, rows, rate, time left.</summary>
internal sealed class ExtractionProgressLine(ProgressLine line, long totalBytes) : IProgress<ExtractionProgress>
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
            $"extracting: {Humanize.Bytes(bytes)} of {Humanize.Bytes(totalBytes)}, {rows:N0} rows, "
            + $"{Humanize.Bytes(bytes / Math.Max(elapsed.TotalSeconds, 0.001))}/s {Humanize.TimeLeft(bytes, totalBytes, elapsed)}");
    }
}

namespace SpotifyPlatform.ShardExtractor.Extraction;

/// <summary>Reports progress a few times a second.</summary>
internal sealed class ProgressMeter(IProgress<ExtractionProgress>? progress, TimeProvider time, string sourceFile)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly long start = time.GetTimestamp();
    private long last;

    public void Report(long bytesRead, long totalBytes, long tracks, long sections, bool final = false)
    {
        if (progress is null || (!final && last != 0 && time.GetElapsedTime(last) < Interval))
            return;
        last = time.GetTimestamp();
        var seconds = time.GetElapsedTime(start, last).TotalSeconds;
        progress.Report(new(sourceFile, bytesRead, totalBytes, tracks, sections, seconds > 0 ? bytesRead / seconds : 0));
    }
}

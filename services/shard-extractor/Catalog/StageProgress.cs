using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Creates the progress of stages.</summary>
internal sealed class StageProgressFactory(TimeProvider time, IOptions<ShardExtractorOptions> options, IProgress<CatalogProgress> reports)
{
    public StageProgress Begin(string stage, string file, long from, long to) =>
        new(time, options.Value.ProgressInterval, reports, stage, file, from, to);
}

/// <summary>Turns a stage's positions into progress, at most one report per interval.</summary>
internal sealed class StageProgress(
    TimeProvider time, TimeSpan interval, IProgress<CatalogProgress> reports, string stage, string file, long from, long to)
{
    private readonly long started = time.GetTimestamp();
    private long reported = time.GetTimestamp();

    public void Report(long position)
    {
        if (time.GetElapsedTime(reported) < interval)
            return;
        reported = time.GetTimestamp();
        Send(Math.Min(position, to));
    }

    /// <summary>Reports the end, regardless of the interval.</summary>
    public void Finish() => Send(to);

    private void Send(long position)
    {
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        var rate = seconds > 0 ? (position - from) / seconds : 0;
        TimeSpan? left = rate > 0 ? TimeSpan.FromSeconds(Math.Min((to - position) / rate, TimeSpan.FromDays(365).TotalSeconds)) : null;
        reports.Report(new(stage, file, position, to, rate, left));
    }
}

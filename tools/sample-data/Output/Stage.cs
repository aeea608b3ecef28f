namespace SpotifyPlatform.SampleData.Output;

/// <summary>One part of the world that can be written without the others.</summary>
/// <param name="Name">Shown in the progress output.</param>
/// <param name="Write">Writes the files and returns row counts by name.</param>
internal sealed record Stage(string Name, Func<StageReporter, IReadOnlyDictionary<string, long>> Write);

/// <summary>Reports the progress of one stage and checks for cancellation, once every 4,096 items.</summary>
internal sealed class StageReporter(string stage, IProgress<SampleProgress>? progress, CancellationToken cancellation)
{
    private const int Every = 4096;
    private long done;

    public void Tick(long total)
    {
        if (++done % Every != 0 && done != total)
            return;
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new(stage, done, total));
    }
}

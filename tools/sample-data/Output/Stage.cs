namespace SpotifyPlatform.SampleData.Output;

/// <summary>One part of the world that can be written without the others.</summary>
/// <param name="Name">What progress calls it.</param>
/// <param name="Write">Writes it and answers what it counted.</param>
internal sealed record Stage(string Name, Func<StageClock, IReadOnlyDictionary<string, long>> Write);

/// <summary>Where a stage reports to and learns that it shall stop; asked once an item, it acts every few thousand.</summary>
internal sealed class StageClock(string stage, IProgress<SampleProgress>? progress, CancellationToken cancellation)
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

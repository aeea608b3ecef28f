using System.Collections.Concurrent;

namespace SpotifyPlatform.Embedding.Tests;

/// <summary>Stands still, notes every wait and ends short ones at once; a timeout never comes.</summary>
internal sealed class RecordingClock(DateTimeOffset now) : TimeProvider
{
    private static readonly TimeSpan Timeouts = TimeSpan.FromSeconds(20);

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return TimeProvider.System.CreateTimer(callback, state, dueTime < Timeouts && dueTime > TimeSpan.Zero ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
    }
}

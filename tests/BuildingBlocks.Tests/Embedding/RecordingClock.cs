using System.Collections.Concurrent;

namespace SpotifyPlatform.BuildingBlocks.Tests.Embedding;

/// <summary>A stopped clock that records waits. Retry delays end at once; timeouts end when <see cref="Expire"/> is called.</summary>
internal sealed class RecordingClock(DateTimeOffset now) : TimeProvider
{
    private static readonly TimeSpan Timeouts = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<ITimer> timeouts = new();

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    /// <summary>Ends the running timeouts.</summary>
    public void Expire()
    {
        while (timeouts.TryDequeue(out var timeout))
            timeout.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public override DateTimeOffset GetUtcNow() => now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        var timer = TimeProvider.System.CreateTimer(callback, state, dueTime < Timeouts && dueTime > TimeSpan.Zero ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
        if (dueTime >= Timeouts)
            timeouts.Enqueue(timer);
        return timer;
    }
}

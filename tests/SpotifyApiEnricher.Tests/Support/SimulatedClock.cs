namespace SpotifyPlatform.SpotifyApiEnricher.Tests.Support;

/// <summary>
/// A clock for one flow of work: a wait takes no real time and moves the clock. Timers of exactly the timeout of a request never fire, because
/// the fake Web API answers at once.
/// </summary>
internal sealed class SimulatedClock(DateTimeOffset start, TimeSpan requestTimeout) : TimeProvider
{
    private readonly Lock moving = new();
    private DateTimeOffset now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (moving)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Set(DateTimeOffset time)
    {
        lock (moving)
            now = time;
    }

    public void Advance(TimeSpan time) => Set(GetUtcNow() + time);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.Zero || dueTime == clock.RequestTimeout)
                return true;
            clock.Advance(dueTime);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                if (Volatile.Read(ref disposed) == 0)
                    callback(state);
            });
            return true;
        }

        public void Dispose() => Volatile.Write(ref disposed, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private TimeSpan RequestTimeout { get; } = requestTimeout;
}

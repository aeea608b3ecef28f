namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>Bytes a second of late, and the time that is left at that rate: peers come and go, so that an average since the start says nothing.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly Queue<(long Timestamp, long Bytes)> samples = new();
    private long lastGain = time.GetTimestamp();
    private long last = -1;

    public double BytesPerSecond { get; private set; }

    /// <summary>Time since the amount last grew.</summary>
    public TimeSpan SinceGain => time.GetElapsedTime(lastGain);

    /// <param name="bytes">The amount by now.</param>
    public void Add(long bytes)
    {
        var now = time.GetTimestamp();
        if (bytes != last)
            lastGain = now;
        // An engine that was started anew counts from there.
        if (bytes < last)
            samples.Clear();
        last = bytes;
        samples.Enqueue((now, bytes));
        while (samples.Count > 2 && time.GetElapsedTime(samples.Peek().Timestamp, now) > Window)
            samples.Dequeue();
        var (first, elapsed) = (samples.Peek(), time.GetElapsedTime(samples.Peek().Timestamp, now).TotalSeconds);
        BytesPerSecond = elapsed > 0 ? (bytes - first.Bytes) / elapsed : 0;
    }

    public double? SecondsLeft(long bytes) => BytesPerSecond > 0 ? bytes / BytesPerSecond : null;
}

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>State that a host needs, beside the lag of the consumer group, to know when mining is done; and progress for display.</summary>
public sealed class MiningStatus
{
    private volatile bool startupComplete;
    private volatile Rows? rows;

    /// <summary>
    /// Whether work that was due at startup, such as a run with changed rules, is published or done. Later runs start while events are
    /// handled, so the group's lag covers them.
    /// </summary>
    public bool IsStartupComplete => startupComplete;

    /// <summary>Tracks counted, of all tracks, as of the last started range; null before the first.</summary>
    public (long Done, long Total)? Counted => rows is { } now ? (now.Done, now.Total) : null;

    /// <summary>The forecast for the current file; null until it is complete, and when it is mined rather than forecast.</summary>
    public MiningForecast? Forecast { get; internal set; }

    internal void CompleteStartup() => startupComplete = true;

    /// <param name="before">Tracks of earlier ranges.</param>
    internal IProgress<int> Begin(long total, long before) => rows = new Rows(total, before);

    private sealed class Rows(long total, long before) : IProgress<int>
    {
        private long done = before;

        public long Done => Interlocked.Read(ref done);

        public long Total => total;

        public void Report(int value) => Interlocked.Add(ref done, value);
    }
}

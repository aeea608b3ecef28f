namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>What a host that ends when all is done has to know beside the group's lag, and how far a range is.</summary>
public sealed class MiningStatus
{
    private volatile bool startChecked;
    private volatile Rows? rows;

    /// <summary>
    /// Whether what was due at start, such as a run under changed rules, is on the bus or done. Later runs are part of handling
    /// events, so the group's lag tells of them.
    /// </summary>
    public bool IsStartChecked => startChecked;

    /// <summary>Tracks counted of all, by the range that was begun last; null before the first.</summary>
    public (long Done, long Total)? Counted => rows is { } now ? (now.Done, now.Total) : null;

    /// <summary>What the current file will take; null before all of it is there, and when it is mined rather than planned.</summary>
    public MiningForecast? Forecast { get; internal set; }

    internal void StartChecked() => startChecked = true;

    /// <param name="before">Tracks of the ranges before this one.</param>
    internal IProgress<int> Begin(long total, long before) => rows = new Rows(total, before);

    private sealed class Rows(long total, long before) : IProgress<int>
    {
        private long done = before;

        public long Done => Interlocked.Read(ref done);

        public long Total => total;

        public void Report(int value) => Interlocked.Add(ref done, value);
    }
}

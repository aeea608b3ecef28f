namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>How far mining is, for display.</summary>
public sealed class MiningStatus
{
    private volatile Rows? rows;

    /// <summary>Tracks counted, of all tracks, as of the last started range; null before the first.</summary>
    public (long Done, long Total)? Counted => rows is { } now ? (now.Done, now.Total) : null;

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

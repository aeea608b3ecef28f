using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>The pairs table, made of the current baskets. A unit of it is a range of rows. Not for several threads.</summary>
internal sealed class MinedPairTable(
    TableStore store, BasketFiles files, MiningRules rules, MiningResources resources, CooccurrenceMinerMetrics metrics, TimeProvider time,
    ILogger<MinedPairTable> logger)
    : IDerivedTable
{
    /// <summary>Raised by every change of what is counted or written.</summary>
    private const int MappingVersion = 1;

    /// <summary>Of the basket file that was opened last, so that the time left of a range can be told.</summary>
    private long tracks;

    public string Name => PairTable.Name;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        if (await store.FindCurrentAsync(BasketTable.Name, cancellationToken).ConfigureAwait(false) is not { } pointer
            || await store.FindAsync(BasketTable.Name, pointer.Id, cancellationToken).ConfigureAwait(false) is not { } baskets)
            return WantedTable.WaitFor("There are no baskets of playlists yet.");
        var plan = new TablePlan
        {
            Table = Name,
            KeyBytes = PairTable.KeyBytes,
            MappingVersion = MappingVersion,
            Rules = rules.ToDictionary(),
            Inputs = new() { [BasketTable.Name] = pointer.ContentSha256 },
            Units = resources.RangesFor(baskets, rules),
        };
        return WantedTable.Of(plan, new() { [BasketTable.Name] = pointer.Number }, tracks);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var file = await files.OpenAsync(plan.Inputs[BasketTable.Name], cancellationToken).ConfigureAwait(false);
        tracks = file.Tracks;
        if (unit == 0)
            CountPlaylists(file.Header, writer);
        // Few tracks make fewer ranges than were planned: the units that are left over are empty.
        var ranges = RangePlan.Split(file, plan.Units);
        if (unit < ranges.Count)
            await Task.Run(() => Write(file, ranges[unit].Rows, writer, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The last step of mining: counts what is stored, and reports the result.</summary>
    public IReadOnlyDictionary<string, long> Summarize(Table whole, CancellationToken cancellationToken)
    {
        // First, so that the mapped basket file is not held while the table is read.
        files.Release();
        var counts = TablePairStore.Summarize(whole, resources.Threads, cancellationToken);
        Report(whole.Manifest, counts[PairTable.Stored]);
        return counts;
    }

    private void Write(BasketFile file, RowRange range, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var done = 0L;
        using var miner = new RangeMiner(file, rules.MinPairCount, rules.MaxPairsPerTrack, rules.BestBy, resources.Threads);
        var counts = miner.Mine(range, writer.Add, new RowProgress(count => rows.Report(done += count)), cancellationToken);
        writer.Count("pairs_found", counts.Pairs);
        writer.Count("pairs_listed", counts.Neighbours);
        metrics.Counted(time.GetElapsedTime(started));
    }

    /// <summary>Numbers of the whole table, which one unit tells.</summary>
    private static void CountPlaylists(in BasketHeader header, TableWriter writer)
    {
        writer.Count(PairTable.Playlists, header.Playlists);
        writer.Count("tracks", header.Tracks);
        writer.LeaveOut(CooccurrenceMinerMetrics.TooShort, header.TooShort);
        writer.LeaveOut(CooccurrenceMinerMetrics.TooLong, header.TooLong);
    }

    private void Report(TableStore.Manifest mined, long stored)
    {
        var playlists = mined.Counts[PairTable.Playlists];
        var (tooShort, tooLong) = (mined.LeftOut[CooccurrenceMinerMetrics.TooShort], mined.LeftOut[CooccurrenceMinerMetrics.TooLong]);
        metrics.Mined(playlists, tooShort, tooLong, stored);
        Log.Mined(logger, rules.Text, playlists, tooShort, tooLong, mined.Rows, stored);
    }

    /// <summary>Unlike <see cref="Progress{T}"/> it reports on the calling thread.</summary>
    private sealed class RowProgress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}

using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>The pairs table, made of the baskets of the current playlists file. A unit of it is a range of rows. Not for several threads.</summary>
internal sealed class MinedPairTable(
    IBasketStore baskets, BasketFiles files, MiningRules rules, MiningResources resources, MiningStatus status, CooccurrenceMinerMetrics metrics, TimeProvider time)
    : IDerivedTable
{
    /// <summary>Raised by every change of what is counted or written.</summary>
    private const int MappingVersion = 1;

    private const string Input = "playlists";

    private MiningPlan? current;

    public string Name => PairTable.Name;

    /// <summary>The open basket file of the wanted table; null before the first.</summary>
    public BasketFile? Baskets => current?.File;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        if (baskets.FindComplete() is not { } complete)
            return WantedTable.WaitFor("No playlists file is complete yet.");
        var file = await Task.Run(() => files.Open(complete.Sha256, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (current?.File != file)
            current = Plan(file);
        return WantedTable.Of(current.Table, new() { [Input] = complete.Revision }, file.Tracks);
    }

    public Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken) =>
        Task.Run(() => Write(unit, writer, rows, cancellationToken), cancellationToken);

    public IReadOnlyDictionary<string, long> Summarize(Table whole, CancellationToken cancellationToken) => TablePairStore.Summarize(whole, cancellationToken);

    private MiningPlan Plan(BasketFile file)
    {
        var ranges = RangePlan.Split(file, resources.RangesFor(file.Tracks, RangePlan.PairEvents(file), rules.MaxPairsPerTrack));
        ReadOnlySpan<byte> content = file.Header.BodySha256;
        var plan = new TablePlan
        {
            Table = Name,
            KeyBytes = PairTable.KeyBytes,
            MappingVersion = MappingVersion,
            Rules = rules.ToDictionary(),
            Inputs = new() { [Input] = Convert.ToHexStringLower(content) },
            Units = Math.Max(1, ranges.Count),
        };
        return new MiningPlan(plan, file, [.. ranges.Select(range => range.Rows)]);
    }

    private void Write(int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var (_, file, ranges) = current!;
        if (unit == 0)
            CountPlaylists(file.Header, writer);
        if (ranges.Count == 0)
            return;
        var started = time.GetTimestamp();
        var shown = status.Begin(file.Tracks, ranges[unit].First);
        var done = 0L;
        using var miner = new RangeMiner(file, rules.MinPairCount, rules.MaxPairsPerTrack, rules.BestBy, resources.Threads);
        var counts = miner.Mine(ranges[unit], writer.Add, new RowProgress(count =>
        {
            shown.Report(count);
            rows.Report(done += count);
        }), cancellationToken);
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

    private sealed record MiningPlan(TablePlan Table, BasketFile File, IReadOnlyList<RowRange> Ranges);

    /// <summary>Unlike <see cref="Progress{T}"/> it reports on the calling thread.</summary>
    private sealed class RowProgress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}

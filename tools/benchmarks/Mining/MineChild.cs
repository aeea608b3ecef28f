using System.Diagnostics;
using System.Globalization;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.CooccurrenceMiner.Sqlite;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>
/// The child process that mines while it is measured: baskets on disk to the best neighbours of every track on disk. Prints the
/// answer (pairs, sum of their counts, checksum, neighbours kept), then entries, pair events and seconds of counting.
/// </summary>
internal static class MineChild
{
    public static readonly MiningRules Rules = new(5, 500, -1, 3, 100);

    public static int Run(string baskets, string folder, int threads, int ranges, long memoryBytes)
    {
        using var store = new SqliteBasketStore(baskets, TimeProvider.System);
        var path = Path.Combine(folder, "mine.baskets");
        new BasketFileBuilder(Rules, threads, memoryBytes).Build(store.Open(PlaylistWorld.FileSha256), path, CancellationToken.None);
        using var file = BasketFile.Open(path, threads, CancellationToken.None);
        var clock = Stopwatch.StartNew();
        var plan = RangePlan.Split(file, ranges);
        var total = default(RangeCounts);
        using (var miner = new RangeMiner(file, Rules.MinPairCount, Rules.MaxPairsPerTrack, Rules.BestBy, threads))
            foreach (var (rows, _) in plan)
                total += miner.Mine(rows, Path.Combine(folder, $"{rows.First}.pairs"), null, CancellationToken.None).Counts;
        var common = (plan.Sum(range => range.PairEvents) - file.Header.Entries) / 2;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{total.Pairs} {total.TotalCount} {total.Checksum} {total.Neighbours} {file.Header.Entries} {common} {clock.Elapsed.TotalSeconds:0.000}"));
        return 0;
    }
}

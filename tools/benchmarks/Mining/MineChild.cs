using System.Diagnostics;
using System.Globalization;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>
/// The child process that mines while it is measured: baskets on disk to the best neighbours of every track on disk. Prints the
/// answer (pairs, sum of their counts, checksum, neighbours kept), then entries, pair events and the seconds of counting, ranking and writing the table.
/// </summary>
internal static class MineChild
{
    public static readonly MiningRules Rules = new(5, 500, -1, 3, 100);

    public static int Run(string input, string folder, int threads, int ranges, long memoryBytes)
    {
        using var baskets = PlaylistWorld.Open(input, BasketTable.Name);
        var path = Path.Combine(folder, "mine.baskets");
        new BasketFileBuilder(Rules, threads, memoryBytes).Build(new TableBasketSource(baskets), path, CancellationToken.None);
        using var file = BasketFile.Open(path, threads, CancellationToken.None);
        var clock = Stopwatch.StartNew();
        var plan = RangePlan.Split(file, ranges);
        var tables = PlaylistWorld.Tables(folder, memoryBytes, threads);
        var table = new TablePlan { Table = PairTable.Name, KeyBytes = PairTable.KeyBytes, MappingVersion = 1, Rules = Rules.ToDictionary(), Inputs = [], Units = plan.Count };
        var total = default(RangeCounts);
        using (var miner = new RangeMiner(file, Rules.MinPairCount, Rules.MaxPairsPerTrack, Rules.BestBy, threads))
            for (var unit = 0; unit < plan.Count; unit++)
            {
                using var writer = tables.Write(table, unit);
                total += miner.Mine(plan[unit].Rows, writer.Add, null, CancellationToken.None);
                writer.CompleteAsync(CancellationToken.None).GetAwaiter().GetResult();
            }

        var common = (plan.Sum(range => range.PairEvents) - file.Header.Entries) / 2;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{total.Pairs} {total.TotalCount} {total.Checksum} {total.Neighbours} {file.Header.Entries} {common} {clock.Elapsed.TotalSeconds:0.000}"));
        return 0;
    }
}

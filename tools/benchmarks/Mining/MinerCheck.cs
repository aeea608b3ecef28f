using System.Globalization;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Pairs;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>Mines a small data set and compares every pair with a simple count: counts equal, PMI and Jaccard within 1e-12.</summary>
internal static class MinerCheck
{
    private const double Tolerance = 1e-12;
    private static readonly PlaylistWorld World = new(3_000, 4_000, 30, 7);

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("bench-mine-").FullName;
        try
        {
            var mined = Mine(folder).ToDictionary(pair => (pair.A, pair.B));
            var (expected, playlists) = Count();
            var (worst, found) = (0.0, 0);
            foreach (var ((a, b), count) in expected)
            {
                if (!mined.TryGetValue((World.Id(a), World.Id(b)), out var pair))
                    throw new InvalidOperationException($"Tracks {a} and {b} share {count.Both} playlists; they are not among the mined pairs.");
                var pmi = Math.Log2(count.Both / (double)playlists / (count.A / (double)playlists * (count.B / (double)playlists)));
                worst = Math.Max(worst, Math.Max(Math.Abs(pmi - pair.Pmi), Math.Abs(count.Both / (double)(count.A + count.B - count.Both) - pair.Jaccard)));
                found += (pair.Count, pair.CountA, pair.CountB) == (count.Both, count.A, count.B) ? 1 : 0;
            }

            if (found != mined.Count || found != expected.Count || worst > Tolerance)
                throw new InvalidOperationException($"{expected.Count} pairs expected, {mined.Count} mined, {found} with equal counts; PMI or Jaccard differ by up to {worst}.");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{found} pairs of a small world equal a plain count; PMI and Jaccard differ by at most {worst:0.0e0}."));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<TrackPair> Mine(string folder)
    {
        World.WriteBasketsAsync(folder).GetAwaiter().GetResult();
        using var baskets = PlaylistWorld.Open(folder, BasketTable.Name);
        var path = Path.Combine(folder, "mine.baskets");
        new BasketFileBuilder(MineChild.Rules, 2, 1 << 28).Build(new TableBasketSource(baskets), path, CancellationToken.None);
        using var file = BasketFile.Open(path, 2, CancellationToken.None);

        var playlists = file.Playlists;

        // All neighbours stay, so that every pair can be compared.
        using var miner = new RangeMiner(file, MineChild.Rules.MinPairCount, file.Tracks, MineChild.Rules.BestBy, 2);
        var pairs = new HashSet<TrackPair>();
        miner.Mine(new RowRange(0, file.Tracks), (key, value) =>
        {
            var row = new PairRow(value);
            for (var i = 0; i < row.Count; i++)
                pairs.Add(row.Pair(i, TrackId.FromKey(key), playlists));
        }, null, CancellationToken.None);
        return [.. pairs];
    }

    private static (Dictionary<(int, int), (int Both, int A, int B)> Pairs, int Playlists) Count()
    {
        var kept = World.All().Where(tracks => tracks.Length is >= 5 and <= 500).ToList();
        var tracks = kept.SelectMany(tracks => tracks).CountBy(track => track).ToDictionary();
        var pairs = kept.SelectMany(tracks => tracks.SelectMany((a, i) => tracks[(i + 1)..].Select(b => (a, b)))).CountBy(pair => pair);
        return (pairs.Where(pair => pair.Value >= 3).ToDictionary(pair => pair.Key, pair => (pair.Value, tracks[pair.Key.a], tracks[pair.Key.b])), kept.Count);
    }
}

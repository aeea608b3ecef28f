using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Pairs;

namespace SpotifyPlatform.CooccurrenceMiner.Tests;

/// <summary>Playlists mined without a service around it: basket file, ranges, pairs.</summary>
internal sealed record MinedWorld(
    long Playlists, long TooShort, long TooLong, IReadOnlyDictionary<TrackId, List<TrackPair>> Lists, byte[] Baskets, byte[] Ranges, RangeCounts Counts)
{
    public static readonly MiningRules Specification = new(5, 500, 10, 3, 100);

    /// <summary>Every pair that either track lists, in the order of ids.</summary>
    public IReadOnlyList<TrackPair> Pairs { get; } = [.. Lists.Values.SelectMany(list => list).Distinct().OrderBy(pair => pair.A).ThenBy(pair => pair.B)];

    public static MinedWorld Mine(
        IEnumerable<Playlist> playlists, MiningRules? rules = null, int threads = 2, int ranges = 1, long memoryBytes = 1 << 26, CancellationToken cancellationToken = default) =>
        Mine(playlists.Select(playlist => playlist.ToBasket()), rules, threads, ranges, memoryBytes, cancellationToken);

    public static MinedWorld Mine(
        IEnumerable<Basket> baskets, MiningRules? rules = null, int threads = 2, int ranges = 1, long memoryBytes = 1 << 26, CancellationToken cancellationToken = default)
    {
        rules ??= Specification;
        var folder = Directory.CreateTempSubdirectory("mined-").FullName;
        try
        {
            var path = Path.Combine(folder, "a.baskets");
            new BasketFileBuilder(rules, threads, memoryBytes).Build(new ListSource([.. baskets]), path, cancellationToken);
            using var file = BasketFile.Open(path, threads, cancellationToken);
            using var miner = new RangeMiner(file, rules.MinPairCount, rules.MaxPairsPerTrack, rules.BestBy, threads);
            var (lists, bytes, counts) = (new Dictionary<TrackId, List<TrackPair>>(), new List<byte>(), default(RangeCounts));
            foreach (var (rows, _) in RangePlan.Split(file, ranges))
                counts += miner.Mine(rows, (key, value) =>
                {
                    bytes.AddRange(key);
                    bytes.AddRange(value);
                    lists.Add(TrackId.FromKey(key), Read(TrackId.FromKey(key), new PairRow(value), file.Playlists));
                }, null, cancellationToken);

            return new MinedWorld(file.Playlists, file.Header.TooShort, file.Header.TooLong, lists, File.ReadAllBytes(path), [.. bytes], counts);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<TrackPair> Read(TrackId track, PairRow row, long playlists)
    {
        var list = new List<TrackPair>();
        for (var i = 0; i < row.Count; i++)
            list.Add(row.Pair(i, track, playlists));
        return list;
    }

    /// <summary>Seven baskets a batch.</summary>
    private sealed class ListSource(List<Basket> baskets) : IBasketSource
    {
        private const int BasketsInBatch = 7;

        public ReadOnlyMemory<byte> ContentSha256 { get; } = new byte[32];

        public long Batches => (baskets.Count + BasketsInBatch - 1) / BasketsInBatch;

        public void Read(long firstBatch, long endBatch, BasketVisitor visit)
        {
            foreach (var basket in baskets.Skip((int)firstBatch * BasketsInBatch).Take((int)(endBatch - firstBatch) * BasketsInBatch))
                visit(basket.TrackKeys.Span, basket.Popularities.Span);
        }
    }
}

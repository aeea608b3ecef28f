using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class PairStoreContract : StoreContract<IPairStore>
{
    private const long Playlists = 100_000;

    [Fact]
    public async Task Top_NothingStored_IsEmpty()
    {
        await Store.ReplaceAllAsync([], None);
        Assert.Empty(await Store.TopAsync(World.Ids(1)[0], 10, None));
        Assert.Equal(0, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Top_EitherTrack_IsThePairsBestFirst()
    {
        var ids = World.Ids(60);
        var pairs = Pairs(ids, 900);
        await Store.ReplaceAllAsync(pairs, None);
        Assert.Equal(pairs.Length, await Store.CountAsync(None));
        foreach (var id in ids)
            Assert.Equal(Best(pairs, id).Take(10), await Store.TopAsync(id, 10, None));
        Assert.Equal(Best(pairs, ids[0]), await Store.TopAsync(ids[0], int.MaxValue, None));
        Assert.Empty(await Store.TopAsync(ids[0], 0, None));
    }

    [Fact]
    public async Task Top_EqualScores_AreOrderedByCountThenId()
    {
        var ids = World.Ids(9);
        TrackPair Pair(TrackId other, long count) => Ordered(ids[0], other, count, 10, 10, pmi: 2, jaccard: 0.5);
        var pairs = ids[1..].Select((id, i) => Pair(id, i % 2 == 0 ? 4 : 5)).ToArray();
        await Store.ReplaceAllAsync(pairs, None);
        Assert.Equal(
            pairs.OrderByDescending(p => p.Count).ThenBy(p => p.Other(ids[0])),
            await Store.TopAsync(ids[0], 100, None));
    }

    [Fact]
    public async Task Find_EitherOrder_IsThePairOrNothing()
    {
        var ids = World.Ids(30);
        var pairs = Pairs(ids, 150);
        await Store.ReplaceAllAsync(pairs, None);
        foreach (var pair in pairs)
        {
            Assert.Equal(pair, await Store.FindAsync(pair.A, pair.B, None));
            Assert.Equal(pair, await Store.FindAsync(pair.B, pair.A, None));
        }

        Assert.Null(await Store.FindAsync(ids[0], World.Ids(1)[0], None));
        Assert.Null(await Store.FindAsync(ids[0], ids[0], None));
    }

    [Fact]
    public async Task ReadAll_ShuffledInput_IsEveryPairInTheOrderOfIds()
    {
        var pairs = Pairs(World.Ids(60), 900);
        await Store.ReplaceAllAsync(pairs, None);
        var seen = new List<TrackPair>();
        await Store.ReadAllAsync(seen.Add, None);
        Assert.Equal(pairs.OrderBy(p => p.A).ThenBy(p => p.B), seen);
    }

    [Fact]
    public async Task ReplaceAll_OtherPairs_LeavesNoneOfTheFormer()
    {
        var ids = World.Ids(40);
        var (before, after) = (Pairs(ids[..20], 100), Pairs(ids[20..], 50));
        await Store.ReplaceAllAsync(before, None);
        await Store.ReplaceAllAsync(after, None);
        Assert.Equal(after.Length, await Store.CountAsync(None));
        Assert.Empty(await Store.TopAsync(before[0].A, 10, None));
        await Store.ReplaceAllAsync([], None);
        Assert.Equal(0, await Store.CountAsync(None));
    }

    [Fact]
    public async Task ReplaceAll_HigherTrackFirst_IsRefusedAndLeavesTheFormer()
    {
        var pairs = Pairs(World.Ids(10), 20);
        await Store.ReplaceAllAsync(pairs, None);
        var turned = pairs[7] with { A = pairs[7].B, B = pairs[7].A };
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReplaceAllAsync([.. pairs[..7], turned], None));
        Assert.Equal(pairs.Length, await Store.CountAsync(None));
        Assert.Equal(Best(pairs, pairs[0].B), await Store.TopAsync(pairs[0].B, 100, None));
    }

    [Fact]
    public async Task ReplaceAll_Cancelled_LeavesTheFormer()
    {
        var pairs = Pairs(World.Ids(10), 20);
        await Store.ReplaceAllAsync(pairs, None);
        using var source = new CancellationTokenSource();
        IEnumerable<TrackPair> Endless()
        {
            var ids = World.Ids(2).Order().ToArray();
            source.Cancel();
            for (ulong i = 1; ; i++)
                yield return new TrackPair(new TrackId(i), new TrackId(ids[1].Value + i), 3, 3, 3, 0, 1);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ReplaceAllAsync(Endless(), source.Token));
        Assert.Equal(Best(pairs, pairs[0].A), await Store.TopAsync(pairs[0].A, 100, None));
    }

    [Fact]
    public async Task Top_WhileReplacing_SeesTheFormerPairsUntilAllAreThere()
    {
        var ids = World.Ids(30);
        var (before, after) = (Pairs(ids, 200), Pairs(ids, 200));
        await Store.ReplaceAllAsync(before, None);
        var seen = new List<IReadOnlyList<TrackPair>>();
        IEnumerable<TrackPair> AfterWithReads()
        {
            foreach (var pair in after)
            {
                seen.Add(Store.TopAsync(ids[0], 100, None).GetAwaiter().GetResult());
                yield return pair;
            }
        }

        await Store.ReplaceAllAsync(AfterWithReads(), None);
        Assert.All(seen, top => Assert.Equal(Best(before, ids[0]), top));
        Assert.Equal(Best(after, ids[0]), await Store.TopAsync(ids[0], 100, None));
    }

    [Fact]
    public async Task ReplaceAll_ShuffledAndAgain_IsTheSameContent()
    {
        var pairs = Pairs(World.Ids(200), 5000);
        await AssertSameContent(
            store => store.ReplaceAllAsync(pairs.OrderBy(p => p.A).ThenBy(p => p.B), None),
            async store =>
            {
                await store.ReplaceAllAsync(World.Shuffle(pairs), None);
                await store.ReplaceAllAsync(World.Shuffle(pairs), None);
            });
    }

    private static IEnumerable<TrackPair> Best(IEnumerable<TrackPair> pairs, TrackId track) => pairs
        .Where(p => p.A == track || p.B == track)
        .OrderByDescending(p => p.Score).ThenByDescending(p => p.Count).ThenBy(p => p.Other(track));

    private static TrackPair Ordered(TrackId x, TrackId y, long count, long countX, long countY, double pmi, double jaccard) => x < y
        ? new TrackPair(x, y, count, countX, countY, pmi, jaccard)
        : new TrackPair(y, x, count, countY, countX, pmi, jaccard);

    private TrackPair[] Pairs(TrackId[] ids, int count) =>
        [.. World.Shuffle(ids.SelectMany((x, i) => ids[(i + 1)..].Select(y => (x, y)))).Take(count).Select(pair =>
        {
            var both = 3 + World.Next(20);
            var (x, y) = (both + World.Next(50), both + World.Next(50));
            return Ordered(pair.x, pair.y, both, x, y, PairScore.Pmi(both, x, y, Playlists), PairScore.Jaccard(both, x, y));
        })];
}

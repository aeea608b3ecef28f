using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class PairStoreContract : StoreContract<IPairStore>
{
    private const long Playlists = 100_000;

    [Fact]
    public async Task Top_NothingPublished_SaysSo()
    {
        await Assert.ThrowsAsync<TableNotBuiltException>(() => Store.TopAsync(World.Ids(1)[0], 10, None));
        await Assert.ThrowsAsync<TableNotBuiltException>(() => Store.FindAsync(World.Ids(1)[0], World.Ids(1)[0], None));
        Assert.Equal(0, await Store.CountAsync(None));
        await ReplaceAsync([]);
        Assert.Empty(await Store.TopAsync(World.Ids(1)[0], 10, None));
        Assert.Equal(0, await Store.CountAsync(None));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(7)]
    public async Task Top_EachTrack_IsItsOwnBestFirst(int listed)
    {
        var ids = World.Ids(60);
        var pairs = Pairs(ids, 900);
        await ReplaceAsync(pairs, listed);
        foreach (var id in ids)
        {
            Assert.Equal(Best(pairs, id).Take(Math.Min(5, listed)), await Store.TopAsync(id, 5, None));
            Assert.Equal(Best(pairs, id).Take(listed), await Store.TopAsync(id, int.MaxValue, None));
        }

        Assert.Empty(await Store.TopAsync(ids[0], 0, None));
        Assert.Empty(await Store.TopAsync(World.Ids(1)[0], 10, None));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3)]
    public async Task Find_EitherOrder_IsThePairThatOneOfThemLists(int listed)
    {
        var ids = World.Ids(40);
        var pairs = Pairs(ids, 500);
        await ReplaceAsync(pairs, listed);
        var stored = Stored(pairs, listed).ToHashSet();
        Assert.Contains(stored, pair => !Best(pairs, pair.A).Take(listed).Contains(pair) || listed == 100);
        foreach (var pair in pairs)
        {
            Assert.Equal(stored.Contains(pair) ? pair : null, await Store.FindAsync(pair.A, pair.B, None));
            Assert.Equal(stored.Contains(pair) ? pair : null, await Store.FindAsync(pair.B, pair.A, None));
        }

        Assert.Null(await Store.FindAsync(ids[0], World.Ids(1)[0], None));
        Assert.Null(await Store.FindAsync(ids[0], ids[0], None));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3)]
    public async Task ReadAll_Stored_IsEveryPairOnceInTheOrderOfIds(int listed)
    {
        var pairs = Pairs(World.Ids(60), 900);
        await ReplaceAsync(pairs, listed);
        var seen = new List<TrackPair>();
        await Store.ReadAllAsync(seen.Add, None);
        Assert.Equal(Stored(pairs, listed), seen);
        Assert.Equal(seen.Count, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Replace_OtherPairs_LeavesNoneOfTheFormer()
    {
        var ids = World.Ids(40);
        var (before, after) = (Pairs(ids[..20], 100), Pairs(ids[20..], 50));
        await ReplaceAsync(before);
        Assert.NotEmpty(await Store.TopAsync(before[0].A, 10, None));
        await ReplaceAsync(after);
        Assert.Equal(after.Length, await Store.CountAsync(None));
        Assert.Empty(await Store.TopAsync(before[0].A, 10, None));
        await ReplaceAsync([]);
        Assert.Equal(0, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Top_WhileReplacing_IsOfOneReplacementAndNeverFails()
    {
        var ids = World.Ids(30);
        var sets = Enumerable.Range(0, 6).Select(_ => Pairs(ids, 200)).ToList();
        var allowed = sets.Select(set => string.Join(' ', Best(set, ids[0]))).ToHashSet();
        await ReplaceAsync(sets[0]);
        using var replaced = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var reads = 0;
            for (; reads < 10 || !replaced.IsCancellationRequested; reads++)
                Assert.Contains(string.Join(' ', await Store.TopAsync(ids[0], 100, None)), allowed);
            return reads;
        })).ToList();
        foreach (var set in sets[1..])
            await ReplaceAsync(set);
        await replaced.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads >= 10));
        Assert.Equal(Best(sets[^1], ids[0]), await Store.TopAsync(ids[0], 100, None));
    }

    [Fact]
    public async Task Replace_InAnotherOrderAndAgain_IsTheSameContent()
    {
        var pairs = Pairs(World.Ids(200), 5000);
        await AssertSameContent(
            store => ReplaceAsync(PlaceNamed("first"), [.. pairs.OrderBy(p => p.A).ThenBy(p => p.B)], Playlists, 100),
            async store =>
            {
                await ReplaceAsync(PlaceNamed("second"), [.. World.Shuffle(pairs)], Playlists, 100);
                await ReplaceAsync(PlaceNamed("second"), [.. World.Shuffle(pairs)], Playlists, 100);
            });
    }

    /// <summary>Has each track list its best pairs in place of all that were there.</summary>
    protected abstract Task ReplaceAsync(string place, IReadOnlyCollection<TrackPair> pairs, long playlists, int listed);

    private static IEnumerable<TrackPair> Best(IEnumerable<TrackPair> pairs, TrackId track) => pairs
        .Where(p => p.A == track || p.B == track)
        .OrderByDescending(p => p.Score).ThenByDescending(p => p.Count).ThenBy(p => p.Other(track));

    private static IEnumerable<TrackPair> Stored(IEnumerable<TrackPair> pairs, int listed) =>
        PairTables.Lists(pairs, listed).SelectMany(list => list.Best).Distinct().OrderBy(p => p.A).ThenBy(p => p.B);

    /// <summary>An open store switches within a minute.</summary>
    private async Task ReplaceAsync(IReadOnlyCollection<TrackPair> pairs, int listed = 100)
    {
        await ReplaceAsync(Place, pairs, Playlists, listed);
        Clock.Advance(TimeSpan.FromMinutes(1));
    }

    /// <summary>Few counts, so that many scores are equal.</summary>
    private TrackPair[] Pairs(TrackId[] ids, int count)
    {
        var playlists = ids.ToDictionary(id => id, _ => 30 + World.Next(4));
        return
        [
            .. World.Shuffle(ids.SelectMany((x, i) => ids[(i + 1)..].Select(y => (x, y)))).Take(count)
                .Select(pair => PairTables.Pair(pair.x, pair.y, 3 + World.Next(8), playlists[pair.x], playlists[pair.y], Playlists)),
        ];
    }
}

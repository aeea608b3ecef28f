using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class NeighbourStoreContract : StoreContract<INeighbourStore>
{
    [Fact]
    public async Task Get_NothingStored_IsNotKnown()
    {
        Assert.Null(await Store.GetAsync(World.Ids(1)[0], None));
        Assert.Equal(0, await Store.CountAsync(None));
        Assert.Empty(await Store.ComputedSinceAsync(DateTimeOffset.MinValue, World.Ids(3), None));
    }

    [Fact]
    public async Task Put_Seeds_ComeBackInTheirOrderWithTheirTime()
    {
        var ids = World.Ids(50);
        var lists = ids.Select(id => List(id, World.Next(100))).ToArray();
        await Store.PutAsync(lists, None);
        foreach (var list in lists)
        {
            var found = await Store.GetAsync(list.Seed, None);
            Assert.Equal((list.Seed, Clock.GetUtcNow()), (found!.Seed, found.ComputedAt));
            Assert.Equal(list.Neighbours, found.Neighbours);
        }

        Assert.Equal(ids.Length, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Put_SeedAgain_TakesTheOldOnesPlace()
    {
        var (id, other) = (World.Ids(1)[0], World.Ids(1)[0]);
        await Store.PutAsync([List(id, 80), List(other, 3)], None);
        Clock.Advance(TimeSpan.FromDays(1));
        var newer = List(id, 20);
        await Store.PutAsync([newer], None);
        var found = await Store.GetAsync(id, None);
        Assert.Equal(newer.Neighbours, found!.Neighbours);
        Assert.Equal(Clock.GetUtcNow(), found.ComputedAt);
        Assert.Equal(3, (await Store.GetAsync(other, None))!.Neighbours.Count);
        Assert.Equal(2, await Store.CountAsync(None));
    }

    [Fact]
    public async Task Put_NoNeighbours_IsKnownToHaveNone()
    {
        var id = World.Ids(1)[0];
        await Store.PutAsync([List(id, 0)], None);
        Assert.Empty((await Store.GetAsync(id, None))!.Neighbours);
        Assert.Equal([id], await Store.ComputedSinceAsync(Clock.GetUtcNow(), [id], None));
    }

    [Fact]
    public async Task ComputedSince_OlderAndNewer_TellsThemApart()
    {
        var ids = World.Ids(3);
        await Store.PutAsync([List(ids[0], 1)], None);
        Clock.Advance(TimeSpan.FromDays(1));
        var since = Clock.GetUtcNow();
        await Store.PutAsync([List(ids[1], 1)], None);
        Assert.Equal([ids[1]], await Store.ComputedSinceAsync(since, ids, None));
        Assert.Equal(ids[..2].Order(), (await Store.ComputedSinceAsync(since.AddDays(-1), ids, None)).Order());
    }

    [Fact]
    public async Task Put_ShuffledAndRepeated_IsTheSameContent()
    {
        var lists = World.Ids(60).Select(id => List(id, World.Next(30))).ToArray();
        await AssertSameContent(
            store => store.PutAsync(lists, None),
            async store =>
            {
                foreach (var batch in World.Repeat(lists).Chunk(7))
                    await store.PutAsync([.. batch.DistinctBy(list => list.Seed)], None);
            });
    }

    private SeedNeighbours List(TrackId seed, int count) =>
        new(seed, [.. World.Ids(count).Select(id => new Neighbour(id, World.NextDouble())).OrderByDescending(neighbour => neighbour.Score)]);
}

namespace SpotifyPlatform.Testing.Storage;

public abstract class XrefStoreContract : StoreContract<IXrefStore>
{
    [Fact]
    public async Task Get_NothingStored_IsEmpty()
    {
        await Store.PutAsync([], None);
        Assert.Empty(await Store.GetAsync(World.Ids(3), None));
        Assert.Empty(await Store.GetAsync([], None));
        Assert.Empty(await Store.FindByIsrcAsync(World.Isrc(), None));
        Assert.Empty(await Store.FindByMbidAsync(World.Mbid(), None));
        Assert.All(await Store.CountByMethodAsync(None), count => Assert.Equal(0, count.Value));
    }

    [Fact]
    public async Task Put_Matches_ComeBackEqual()
    {
        var matches = Matches(2000);
        await Store.PutAsync(matches, None);
        var found = await Store.GetAsync([.. matches.Select(m => m.Id), .. World.Ids(5), matches[0].Id], None);
        Assert.Equal(matches.OrderBy(m => m.Id), found.OrderBy(m => m.Id));
    }

    [Fact]
    public async Task Find_SharedIsrcAndMbid_ReturnsTracksInTheOrderOfTheirIds()
    {
        var (isrc, mbid) = (World.Isrc(), World.Mbid());
        var shared = World.Ids(20).Select(id => new TrackMatch(id, isrc, mbid, 1, MatchMethod.IsrcExact)).ToArray();
        await Store.PutAsync([.. Matches(200), .. shared], None);
        Assert.Equal(shared.OrderBy(m => m.Id), await Store.FindByIsrcAsync(isrc, None));
        Assert.Equal(shared.OrderBy(m => m.Id), await Store.FindByMbidAsync(mbid, None));
    }

    [Fact]
    public async Task Put_AMatchThatChanged_MovesItInEveryIndex()
    {
        var id = World.Ids(1)[0];
        var (before, after) = (World.Isrc(), World.Isrc());
        var match = new TrackMatch(id, after, World.Mbid(), 1, MatchMethod.IsrcExact);
        await Store.PutAsync([TrackMatch.None(id, before)], None);
        await Store.PutAsync([match], None);
        Assert.Empty(await Store.FindByIsrcAsync(before, None));
        Assert.Equal(match, Assert.Single(await Store.FindByIsrcAsync(after, None)));
        Assert.Equal(match, Assert.Single(await Store.FindByMbidAsync(match.Mbid!.Value, None)));
    }

    [Fact]
    public async Task CountByMethod_Mixed_CountsTracks()
    {
        var matches = Matches(500);
        await Store.PutAsync(matches, None);
        await Store.PutAsync(matches, None);
        var counts = await Store.CountByMethodAsync(None);
        Assert.Equal(matches.Count(m => m.Method == MatchMethod.IsrcExact), counts[MatchMethod.IsrcExact]);
        Assert.Equal(matches.Count(m => m.Method == MatchMethod.NoMatch), counts[MatchMethod.NoMatch]);
    }

    [Fact]
    public async Task Put_ShuffledAndRepeated_IsTheSameContent()
    {
        var matches = Matches(3000);
        await AssertSameContent(
            store => store.PutAsync(matches, None),
            async store =>
            {
                foreach (var batch in World.Repeat(matches).Chunk(333))
                    await store.PutAsync(batch, None);
            });
    }

    private TrackMatch[] Matches(int count) =>
        [.. World.Ids(count).Select(id => World.Next(3) == 0
            ? TrackMatch.None(id, World.Maybe(World.Isrc))
            : new TrackMatch(id, World.Isrc(), World.Mbid(), 1, MatchMethod.IsrcExact))];
}

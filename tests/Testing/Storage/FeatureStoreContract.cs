using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class FeatureStoreContract : StoreContract<IFeatureStore>
{
    [Fact]
    public async Task Get_NothingStored_IsEmpty()
    {
        Assert.Empty(await Store.GetAsync(World.Ids(3), None));
        Assert.Empty(await Store.GetAsync([], None));
        Assert.Equal(0, await Store.CountFeaturesAsync(None));
    }

    [Fact]
    public async Task Put_NoRows_StoresNothing()
    {
        await Store.PutFeaturesAsync([], None);
        await Store.PutDescriptionsAsync([], None);
        await Store.PutMbidsAsync([], None);
        Assert.Equal(0, await Store.CountFeaturesAsync(None));
    }

    [Fact]
    public async Task Put_EveryPart_ComesBackEqual()
    {
        var ids = World.Ids(300);
        var features = ids.Select(id => World.Features(id)).ToArray();
        var descriptions = ids.Select(World.Description).ToArray();
        var mbids = ids.Select(id => new TrackMbid(id, World.Mbid())).ToArray();
        await Store.PutMbidsAsync(mbids, None);
        await Store.PutFeaturesAsync(features, None);
        await Store.PutDescriptionsAsync(descriptions, None);

        var found = (await Store.GetAsync(ids, None)).ToDictionary(p => p.Id);
        Assert.Equal(ids.Length, found.Count);
        Assert.Equal(ids.Length, await Store.CountFeaturesAsync(None));
        Assert.All(features, row => Assert.Equal((row.Features, row.Provenance), (found[row.Id].Features!, found[row.Id].Provenance!)));
        Assert.All(mbids, row => Assert.Equal(row.Mbid, found[row.Id].Mbid));
        Assert.All(descriptions, row => Descriptions.AssertEqual(row, found[row.Id].Description));
    }

    [Fact]
    public async Task Put_RowsOfAnOlderRevisionAfterANewerOne_ReplaceNothing()
    {
        var id = World.Ids(1)[0];
        var (features, description) = (World.Features(id), World.Description(id));
        var (older, newer) = (new FileRevision("spotify", 1), new FileRevision("spotify", 2));
        Assert.True(await Store.PutFeaturesAsync([World.Features(id)], older, None));
        Assert.True(await Store.PutFeaturesAsync([features], newer, None));
        Assert.True(await Store.PutDescriptionsAsync([description], newer, None));

        Assert.False(await Store.PutFeaturesAsync([World.Features(id)], older, None));
        Assert.False(await Store.PutDescriptionsAsync([World.Description(id)], older, None));

        var found = Assert.Single(await Store.GetAsync([id], None));
        Assert.Equal(features.Features, found.Features);
        Descriptions.AssertEqual(description, found.Description);

        // Each data set has revisions of its own, and rows of no file have none.
        Assert.True(await Store.PutFeaturesAsync([World.Features(id)], older with { DataSet = "other" }, None));
        Assert.True(await Store.PutFeaturesAsync([features], revision: null, None));
        Assert.Equal(features.Features, Assert.Single(await Store.GetAsync([id], None)).Features);
    }

    [Fact]
    public async Task Get_PartsNotYetSeen_AreNull()
    {
        var ids = World.Ids(3);
        await Store.PutFeaturesAsync([World.Features(ids[0])], None);
        await Store.PutDescriptionsAsync([World.Description(ids[1])], None);
        await Store.PutMbidsAsync([new TrackMbid(ids[2], World.Mbid())], None);

        var found = (await Store.GetAsync(ids, None)).ToDictionary(p => p.Id);
        Assert.Equal((true, false, false), Parts(found[ids[0]]));
        Assert.Equal((false, true, false), Parts(found[ids[1]]));
        Assert.Equal((false, false, true), Parts(found[ids[2]]));
        Assert.Equal(1, await Store.CountFeaturesAsync(None));
    }

    [Fact]
    public async Task Get_IdsAskedTwiceAndUnknown_ReturnsEachKnownOnce()
    {
        var ids = World.Ids(4);
        await Store.PutFeaturesAsync([World.Features(ids[0])], None);
        Assert.Equal(ids[0], Assert.Single(await Store.GetAsync([ids[1], ids[0], ids[0], ids[2]], None)).Id);
    }

    [Fact]
    public async Task PutFeatures_EveryValueAbsent_IsAKnownTrack()
    {
        var id = World.Ids(1)[0];
        var nothing = new AudioFeatures(null, null, null, null, null, null, null, null, null, null, null, null, null);
        await Store.PutFeaturesAsync([World.Features(id, nothing)], None);
        Assert.Equal(nothing, Assert.Single(await Store.GetAsync([id], None)).Features);
    }

    [Fact]
    public async Task PutFeatures_NotANumber_IsAbsent()
    {
        var id = World.Ids(1)[0];
        await Store.PutFeaturesAsync([World.Features(id, World.Features() with { Tempo = double.NaN, Energy = 0.25 })], None);
        var features = Assert.Single(await Store.GetAsync([id], None)).Features!;
        Assert.Null(features.Tempo);
        Assert.Equal(0.25, features.Energy);
    }

    [Fact]
    public async Task Put_OtherValues_ReplacesThatPartAlone()
    {
        var id = World.Ids(1)[0];
        var (before, after, mbid) = (World.Features(), World.Features(), World.Mbid());
        await Store.PutFeaturesAsync([World.Features(id, before)], None);
        await Store.PutMbidsAsync([new TrackMbid(id, mbid)], None);
        await Store.PutFeaturesAsync([World.Features(id, after)], None);
        var found = Assert.Single(await Store.GetAsync([id], None));
        Assert.Equal((after, null, mbid), (found.Features, found.Description, found.Mbid!.Value));
    }

    [Fact]
    public async Task PutFeatures_CachedAt_IsWhenTheyLastChanged()
    {
        var now = Clock.GetUtcNow();
        var row = World.Features(World.Ids(1)[0]) with { Provenance = FeatureProvenance.OfDataSet(new byte[32]) };
        await Store.PutFeaturesAsync([row], None);
        Clock.Advance(TimeSpan.FromDays(1));
        await Store.PutFeaturesAsync([row], None);
        await Store.PutDescriptionsAsync([World.Description(row.Id)], None);
        Assert.Equal(now, Assert.Single(await Store.GetAsync([row.Id], None)).CachedAt);

        var fromApi = row with { Provenance = new FeatureProvenance(FeatureOrigin.Api, null) };
        await Store.PutFeaturesAsync([fromApi], None);
        var found = Assert.Single(await Store.GetAsync([row.Id], None));
        Assert.Equal((Clock.GetUtcNow(), fromApi.Provenance), (found.CachedAt, found.Provenance));
    }

    [Fact]
    public async Task Get_WithoutFeatures_HasNoProvenance()
    {
        var id = World.Ids(1)[0];
        await Store.PutDescriptionsAsync([World.Description(id)], None);
        var found = Assert.Single(await Store.GetAsync([id], None));
        Assert.Equal((null, null), (found.Provenance, found.CachedAt));
    }

    [Fact]
    public async Task PutMbids_WithdrawnMatch_IsAsIfItHadNeverBeen()
    {
        var ids = World.Ids(40);
        var kept = ids.Skip(10).Select(id => new TrackMbid(id, World.Mbid())).ToArray();
        await AssertSameContent(
            store => store.PutMbidsAsync(kept, None),
            async store =>
            {
                await store.PutMbidsAsync([.. ids.Select(id => new TrackMbid(id, World.Mbid()))], None);
                await store.PutMbidsAsync([.. kept, .. ids.Select(id => new TrackMbid(id, null)), .. kept], None);
            });
        await Store.PutMbidsAsync([new TrackMbid(ids[0], World.Mbid()), new TrackMbid(ids[0], null), new TrackMbid(ids[1], null)], None);
        Assert.Empty(await Store.GetAsync(ids, None));
    }

    [Fact]
    public async Task Put_ShuffledAndRepeated_IsTheSameContent()
    {
        var ids = World.Ids(500);
        var features = ids.Select(id => World.Features(id)).ToArray();
        var descriptions = ids.Select(World.Description).ToArray();
        var mbids = ids.Select(id => new TrackMbid(id, World.Mbid())).ToArray();
        await AssertSameContent(
            async store =>
            {
                await store.PutFeaturesAsync(features, None);
                await store.PutDescriptionsAsync(descriptions, None);
                await store.PutMbidsAsync(mbids, None);
            },
            async store =>
            {
                foreach (var batch in World.Repeat(mbids).Chunk(64))
                    await store.PutMbidsAsync(batch, None);
                foreach (var batch in World.Repeat(descriptions).Chunk(100))
                    await store.PutDescriptionsAsync(batch, None);
                foreach (var batch in World.Repeat(features).Chunk(17))
                    await store.PutFeaturesAsync(batch, None);
            });
    }

    [Fact]
    public async Task Get_LargeBatch_FindsAll()
    {
        var ids = World.Ids(20_000);
        await Store.PutFeaturesAsync([.. ids.Select(id => World.Features(id))], None);
        Assert.Equal(ids.Length, (await Store.GetAsync(ids, None)).Count);
    }

    private static (bool Features, bool Description, bool Mbid) Parts(TrackProfile profile) =>
        (profile.Features is not null, profile.Description is not null, profile.Mbid is not null);
}

using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class WarehouseContract : StoreContract<IWarehouse>
{
    /// <summary>Writes what the extractor hands to the store under test.</summary>
    protected ShardWriter Shards => field ??= Writer(Place);

    protected abstract ShardWriter Writer(string place);

    [Fact]
    public async Task NothingLoaded_ListIsEmptyAndFindSaysSo()
    {
        Assert.Empty(await Store.ListShardsAsync(None));
        Assert.Null(await Store.FindShardAsync(ShardId.Parse("0a"), None));
        await Assert.ThrowsAsync<TableNotBuiltException>(() => Store.FindAnalysisAsync(World.Ids(1)[0], None));
    }

    [Fact]
    public async Task Load_AShard_ItsRowsComeBackEqual()
    {
        var (rows, analyses) = await Shards.WriteAsync("0a", 200);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(rows, None));
        await AssertLoaded(analyses);
        var expected = new LoadedShard(rows.Shard, 200, 2000) { ExtractorVersion = rows.ExtractorVersion };
        Assert.Equal(expected, Assert.Single(await Store.ListShardsAsync(None)));
        Assert.Equal(expected, await Store.FindShardAsync(rows.Shard, None));
    }

    [Fact]
    public async Task Find_TrackOfAnotherOrNoShard_IsNull()
    {
        await Store.LoadAsync((await Shards.WriteAsync("0a", 5)).Rows, None);
        foreach (var shard in new[] { "0a", "0A", "7N" })
            Assert.Null(await Store.FindAnalysisAsync(TrackId.Parse(shard + new string('1', 20)), None));
    }

    [Fact]
    public async Task Load_TheSameRowsAgain_LeavesEverything()
    {
        var (rows, _) = await Shards.WriteAsync("0a", 50);
        await Store.LoadAsync(rows, None);
        var before = Digest(Place);
        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(rows, None));
        Assert.Equal(before, Digest(Place));
    }

    [Fact]
    public async Task Load_OtherRowsOfAShard_ReplacesItAlone()
    {
        // Names that differ only by case, and names at the ends of the alphabet's ranges.
        var neighbours = new Dictionary<string, TrackAnalysis[]>();
        foreach (var name in new[] { "0A", "0b", "0z", "0Z", "00", "09", "1a" })
        {
            var (rows, analyses) = await Shards.WriteAsync(name, 5);
            await Store.LoadAsync(rows, None);
            neighbours.Add(name, analyses);
        }

        var (first, former) = await Shards.WriteAsync("0a", 30);
        var (second, latter) = await Shards.WriteAsync("0a", 20, sectionsPerTrack: 3);
        await Store.LoadAsync(first, None);
        await AssertLoaded(former);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(second with { Revision = 1 }, None));
        var reader = OpenAt(Place);
        Assert.Null(await reader.FindAnalysisAsync(former[0].Id, None));
        await AssertLoaded(latter, reader);
        foreach (var analyses in neighbours.Values)
            await AssertLoaded(analyses, reader);
        var shards = await Store.ListShardsAsync(None);
        Assert.Equal(neighbours.Keys.Append("0a").Order(StringComparer.Ordinal), shards.Select(s => s.Shard.Prefix));
        Assert.Equal((20, 60), shards.Where(s => s.Shard == second.Shard).Select(s => (s.Tracks, s.Sections)).Single());
    }

    [Fact]
    public async Task Load_ChangedAndChangedBack_HasTheFirstRowsAgain()
    {
        var (first, former) = await Shards.WriteAsync("0a", 30);
        var (second, _) = await Shards.WriteAsync("0a", 20);
        await Store.LoadAsync(first with { Revision = 1 }, None);
        await Store.LoadAsync(second with { Revision = 2 }, None);

        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(first with { Revision = 3 }, None));

        await AssertLoaded(former);
        Assert.Equal((30, 3), Assert.Single((await Store.ListShardsAsync(None)).Select(shard => (shard.Tracks, shard.Revision))));
    }

    [Fact]
    public async Task Load_OlderRevisionAgain_IsSupersededAndChangesNothing()
    {
        var older = (await Shards.WriteAsync("0a", 30)).Rows with { Revision = 1 };
        var (rows, latter) = await Shards.WriteAsync("0a", 20);
        await Store.LoadAsync(older, None);
        await Store.LoadAsync(rows with { Revision = 2 }, None);
        var before = Digest(Place);

        Assert.Equal(LoadOutcome.Superseded, await Store.LoadAsync(older, None));

        Assert.Equal(before, Digest(Place));
        await AssertLoaded(latter);
        Assert.Equal(2, (await Store.FindShardAsync(rows.Shard, None))!.Revision);
    }

    [Fact]
    public async Task Load_SameRevisionOfAnOlderExtractorAgain_IsSupersededAndChangesNothing()
    {
        var older = (await Shards.WriteAsync("0a", 30)).Rows with { Revision = 1 };
        Shards.ExtractorVersion = 2;
        var (rows, latter) = await Shards.WriteAsync("0a", 20);
        await Store.LoadAsync(older, None);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(rows with { Revision = 1 }, None));

        Assert.Equal(LoadOutcome.Superseded, await Store.LoadAsync(older, None));

        await AssertLoaded(latter);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(older with { Revision = 2 }, None));
    }

    [Fact]
    public async Task Load_RowsOfANewerRevisionThatAreLoaded_SupersedeTheRevisionsBetween()
    {
        var first = (await Shards.WriteAsync("0a", 30)).Rows with { Revision = 1 };
        var between = (await Shards.WriteAsync("0a", 20)).Rows with { Revision = 2 };
        await Store.LoadAsync(first, None);

        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(first with { Revision = 3 }, None));

        Assert.Equal(LoadOutcome.Superseded, await Store.LoadAsync(between, None));
        Assert.Equal((30, 3), Assert.Single((await Store.ListShardsAsync(None)).Select(shard => (shard.Tracks, shard.Revision))));
    }

    [Fact]
    public async Task Load_EmptyShard_IsLoaded()
    {
        var (rows, _) = await Shards.WriteAsync("7N", 0);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(rows, None));
        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(rows, None));
        Assert.Equal(0, Assert.Single(await Store.ListShardsAsync(None)).Tracks);
        Assert.Null(await Store.FindAnalysisAsync(World.Ids(1)[0], None));
    }

    [Fact]
    public async Task Load_TrackWithoutSections_HasNone()
    {
        var (rows, analyses) = await Shards.WriteAsync("0a", 3, sectionsPerTrack: 0);
        await Store.LoadAsync(rows, None);
        await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_PropertiesInAnotherOrderOrAbsent_AreTheSameColumns()
    {
        var id = Shards.Ids("0a", 1).Single();
        await Store.LoadAsync(
            await Shards.WriteLinesAsync("0a", [(id, $$""" {"tempo": 1.25e2, "\u006bey":-1,"spotify_id":"{{id}}" , "mode":null}  """, [])]), None);
        var found = (await Store.FindAnalysisAsync(id, None))!;
        Assert.Equal((125, -1, null, null), (found.Tempo, found.Key, found.Mode, found.Duration));
    }

    [Fact]
    public async Task Load_CountsNotAsAnnounced_LoadsNothing()
    {
        var (rows, _) = await Shards.WriteAsync("0a", 10);
        foreach (var wrong in new[]
                 {
                     rows with { Tracks = rows.Tracks with { Rows = 9 } },
                     rows with { Tracks = rows.Tracks with { Rows = 11 } },
                     rows with { Sections = rows.Sections with { Rows = 0 } },
                 })
            Assert.Contains("announced", (await Assert.ThrowsAsync<InvalidDataException>(() => Store.LoadAsync(wrong, None))).Message, StringComparison.Ordinal);

        Assert.Empty(await Store.ListShardsAsync(None));
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(rows, None));
    }

    [Fact]
    public async Task Load_RowsThatAreNotThere_LoadsNothing()
    {
        var (rows, _) = await Shards.WriteAsync("0a", 10);
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => Store.LoadAsync(rows with { Generation = new string('0', 32) }, None));
        Assert.Empty(await Store.ListShardsAsync(None));
    }

    [Fact]
    public async Task Load_Cancelled_LoadsNothing()
    {
        var (rows, _) = await Shards.WriteAsync("0a", 100);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.LoadAsync(rows, source.Token));
        Assert.Empty(await Store.ListShardsAsync(None));
    }

    [Fact]
    public async Task Load_ManyWorkersAtOnce_LoadsEachShardOnce()
    {
        var shards = new List<(ShardRows Rows, TrackAnalysis[] Analyses)>();
        for (var i = 0; i < 8; i++)
            shards.Add(await Shards.WriteAsync($"{i}x", 20));
        var other = OpenAt(Place);
        var work = World.Repeat(shards).Concat(shards).Select((shard, i) => Task.Run(() => (i % 2 == 0 ? Store : other).LoadAsync(shard.Rows, None)));
        var outcomes = await Task.WhenAll(work);
        Assert.Equal(shards.Count, outcomes.Count(o => o == LoadOutcome.Loaded));
        foreach (var (_, analyses) in shards)
            await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_ShuffledAndRepeatedAndReplaced_IsTheSameContent()
    {
        var shards = Enumerable.Range(0, 6).Select(i => (Name: $"0{i}", Analyses: Shards.Analyses($"0{i}", 40))).ToArray();
        var former = Shards.Analyses("03", 60);
        var (first, second) = (Writer(PlaceNamed("first")), Writer(PlaceNamed("second")));
        await AssertSameContent(
            async store =>
            {
                foreach (var (name, analyses) in shards)
                    await store.LoadAsync(await first.WriteAsync(name, analyses) with { Revision = 2 }, None);
            },
            async store =>
            {
                await store.LoadAsync(await second.WriteAsync("03", former) with { Revision = 1 }, None);
                foreach (var (name, analyses) in World.Repeat(shards))
                    await store.LoadAsync(await second.WriteAsync(name, analyses) with { Revision = 2 }, None);
            });
    }

    protected Task AssertLoaded(IEnumerable<TrackAnalysis> analyses) => AssertLoaded(analyses, Store);

    private static async Task AssertLoaded(IEnumerable<TrackAnalysis> analyses, IWarehouse store)
    {
        foreach (var expected in analyses)
        {
            var found = (await store.FindAnalysisAsync(expected.Id, None))!;
            Assert.Equal(expected.Sections, found.Sections);
            Assert.Equal(expected with { Sections = [] }, found with { Sections = [] });
        }
    }
}

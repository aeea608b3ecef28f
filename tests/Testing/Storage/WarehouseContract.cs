using SpotifyPlatform.Music;

namespace SpotifyPlatform.Testing.Storage;

public abstract class WarehouseContract : StoreContract<IWarehouse>
{
    protected ShardWriter Shards => field ??= new ShardWriter(Folder, World);

    [Fact]
    public async Task NothingLoaded_ListAndFind_AreEmpty()
    {
        Assert.Empty(await Store.ListShardsAsync(None));
        Assert.Null(await Store.FindAnalysisAsync(World.Ids(1)[0], None));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".gz")]
    public async Task Load_AShard_ItsRowsComeBackEqual(string extension)
    {
        var (files, analyses) = Shards.Write("0a", 200, extension: extension);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(files, None));
        await AssertLoaded(analyses);
        Assert.Equal(
            new LoadedShard(files.Shard, 200, 2000, files.Tracks.Sha256, files.Sections.Sha256),
            Assert.Single(await Store.ListShardsAsync(None)));
    }

    [Fact]
    public async Task Load_TheSameFilesAgain_LeavesEverything()
    {
        var (files, _) = Shards.Write("0a", 50);
        await Store.LoadAsync(files, None);
        var before = Digest(Place);
        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(files, None));

        // Loaded rows do not need their files any more.
        File.Delete(files.Tracks.Path);
        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(files, None));
        Assert.Equal(before, Digest(Place));
    }

    [Fact]
    public async Task Load_OtherFilesOfAShard_ReplacesItAlone()
    {
        // Names that differ only by case, and names at the ends of the alphabet's ranges.
        var neighbours = new Dictionary<string, TrackAnalysis[]>();
        foreach (var name in new[] { "0A", "0b", "0z", "0Z", "00", "09", "1a" })
        {
            var (files, analyses) = Shards.Write(name, 5);
            await Store.LoadAsync(files, None);
            neighbours.Add(name, analyses);
        }

        var (first, former) = Shards.Write("0a", 30);
        var (second, latter) = Shards.Write("0a", 20, sectionsPerTrack: 3);
        await Store.LoadAsync(first, None);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(second, None));
        Assert.Null(await Store.FindAnalysisAsync(former[0].Id, None));
        await AssertLoaded(latter);
        foreach (var analyses in neighbours.Values)
            await AssertLoaded(analyses);
        var shards = await Store.ListShardsAsync(None);
        Assert.Equal(neighbours.Keys.Append("0a").Order(StringComparer.Ordinal), shards.Select(s => s.Shard.Prefix).Order(StringComparer.Ordinal));
        Assert.Equal((20, 60), shards.Where(s => s.Shard == second.Shard).Select(s => (s.Tracks, s.Sections)).Single());
    }

    [Fact]
    public async Task Load_OlderRevisionAgain_IsSupersededAndChangesNothing()
    {
        var older = Shards.Write("0a", 30).Files with { Revision = 1 };
        var (files, latter) = Shards.Write("0a", 20);
        var newer = files with { Revision = 2 };
        await Store.LoadAsync(older, None);
        await Store.LoadAsync(newer, None);
        var before = Digest(Place);

        Assert.Equal(LoadOutcome.Superseded, await Store.LoadAsync(older, None));

        Assert.Equal(before, Digest(Place));
        await AssertLoaded(latter);
        Assert.Equal(2, Assert.Single(await Store.ListShardsAsync(None)).Revision);
    }

    [Fact]
    public async Task Load_FilesOfANewerRevisionThatAreLoaded_SupersedeTheRevisionsBetween()
    {
        var first = Shards.Write("0a", 30).Files with { Revision = 1 };
        var between = Shards.Write("0a", 20).Files with { Revision = 2 };
        await Store.LoadAsync(first, None);

        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(first with { Revision = 3 }, None));

        Assert.Equal(LoadOutcome.Superseded, await Store.LoadAsync(between, None));
        Assert.Equal((30, 3), Assert.Single((await Store.ListShardsAsync(None)).Select(shard => (shard.Tracks, shard.Revision))));
    }

    [Fact]
    public async Task Load_EmptyShard_IsInTheLedger()
    {
        var (files, _) = Shards.Write("7N", 0);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(files, None));
        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(files, None));
        Assert.Equal(0, Assert.Single(await Store.ListShardsAsync(None)).Tracks);
    }

    [Fact]
    public async Task Load_TrackWithoutSections_HasNone()
    {
        var (files, analyses) = Shards.Write("0a", 3, sectionsPerTrack: 0);
        await Store.LoadAsync(files, None);
        await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_PropertiesInAnotherOrderOrAbsent_AreTheSameColumns()
    {
        var id = Shards.Ids("0a", 1).Single();
        await Store.LoadAsync(
            new ShardFiles(
                ShardId.Parse("0a"),
                Shards.Write("tracks.ndjson", [$$""" {"tempo": 1.25e2, "\u006bey":-1,"spotify_id":"{{id}}" , "mode":null}  """]),
                Shards.Write("sections.ndjson", [])),
            None);
        var found = (await Store.FindAnalysisAsync(id, None))!;
        Assert.Equal((125, -1, null, null), (found.Tempo, found.Key, found.Mode, found.Duration));
    }

    public static TheoryData<string, string> MalformedTracks => new()
    {
        { "", "line 2" },
        { "[]", "line 2" },
        { "{", "line 2" },
        { "{}", "spotify_id" },
        { """{"spotify_id":null}""", "spotify_id" },
        { """{"spotify_id":"ID"} x""", "line 2" },
        { """{"spotify_id":"0a"}""", "spotify_id" },
        { """{"spotify_id":"0B00000000000000000000"}""", "spotify_id" },
        { """{"spotify_id":"ID","tempo":"120"}""", "tempo" },
        { """{"spotify_id":"ID","tempo":1e999}""", "tempo" },
        { """{"spotify_id":"ID","tempo":NaN}""", "line 2" },
        { """{"spotify_id":"ID","key":1.5}""", "key" },
        { """{"spotify_id":"ID","key":99999999999999999999}""", "key" },
        { """{"spotify_id":"ID","key":true}""", "key" },
        { """{"spotify_id":"ID","key":{}}""", "line 2" },
        { """{"spotify_id":"ID","key":1,"key":1}""", "key" },
        { """{"spotify_id":"ID","colour":1}""", "line 2" },
        { """{"spotify_id":"ID","analyzer_version":"\ud800"}""", "analyzer_version" },
        { """{"spotify_id":"FIRST"}""", "line 2" },
    };

    [Theory]
    [MemberData(nameof(MalformedTracks))]
    public async Task Load_MalformedRow_NamesItAndLoadsNothing(string line, string named)
    {
        var (former, analyses) = Shards.Write("0a", 4);
        await Store.LoadAsync(former, None);
        var before = Digest(Place);
        var ids = Shards.Ids("0a", 2).ToArray();
        string Row(string text) => text.Replace("ID", ids[1].ToString(), StringComparison.Ordinal).Replace("FIRST", ids[0].ToString(), StringComparison.Ordinal);
        var tracks = Shards.Write("tracks.ndjson", [Row("""{"spotify_id":"FIRST"}"""), Row(line), Row("""{"spotify_id":"FIRST"}""")]);

        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => Store.LoadAsync(former with { Tracks = tracks }, None));
        Assert.Contains(named, ex.Message, StringComparison.Ordinal);
        Assert.Contains(tracks.Path, ex.Message, StringComparison.Ordinal);
        Assert.Equal(before, Digest(Place));
        await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_FileNotAsAnnounced_LoadsNothing()
    {
        var (files, _) = Shards.Write("0a", 10);
        ShardFiles[] wrong =
        [
            files with { Tracks = files.Tracks with { Rows = 9 } },
            files with { Tracks = files.Tracks with { Rows = 11 } },
            files with { Sections = files.Sections with { Rows = 0 } },
            files with { Sections = files.Sections with { Sha256 = files.Tracks.Sha256 } },
            files with { Tracks = files.Tracks with { Sha256 = "" } },
        ];
        foreach (var shard in wrong)
        {
            var ex = await Assert.ThrowsAsync<InvalidDataException>(() => Store.LoadAsync(shard, None));
            Assert.Contains("_", ex.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await Store.ListShardsAsync(None));
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(files, None));
    }

    [Fact]
    public async Task Load_FileMissing_SaysWhichAndLoadsNothing()
    {
        var (files, analyses) = Shards.Write("0a", 10);
        File.Delete(files.Sections.Path);
        var ex = await Assert.ThrowsAsync<FileNotFoundException>(() => Store.LoadAsync(files, None));
        Assert.Equal(files.Sections.Path, ex.FileName);
        Assert.Null(await Store.FindAnalysisAsync(analyses[0].Id, None));
        Directory.Delete(Path.GetDirectoryName(files.Sections.Path)!);
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Store.LoadAsync(files, None));
    }

    [Fact]
    public async Task Load_Cancelled_LoadsNothing()
    {
        var (files, analyses) = Shards.Write("0a", 10_000, sectionsPerTrack: 0);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.LoadAsync(files, source.Token));
        Assert.Null(await Store.FindAnalysisAsync(analyses[0].Id, None));
        Assert.Empty(await Store.ListShardsAsync(None));
    }

    [Fact]
    public async Task Load_LineLongerThanAnyBuffer_IsReadUntilItsBound()
    {
        var (files, analyses) = Shards.Write("0a", 1);
        RowFile Tracks(int length) => Shards.Write("tracks.ndjson", [ShardWriter.Line(analyses[0] with { AnalyzerVersion = new string('v', length) })]);
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.LoadAsync(files with { Tracks = Tracks(4_000_000) }, None));
        await Store.LoadAsync(files with { Tracks = Tracks(500_000) }, None);
        Assert.Equal(500_000, (await Store.FindAnalysisAsync(analyses[0].Id, None))!.AnalyzerVersion!.Length);
    }

    [Fact]
    public async Task Load_NoNewlineAtTheEnd_IsTheLastRow()
    {
        var (files, analyses) = Shards.Write("0a", 3);
        File.WriteAllText(files.Tracks.Path, File.ReadAllText(files.Tracks.Path).TrimEnd('\n'));
        await Store.LoadAsync(files with { Tracks = ShardWriter.Announce(files.Tracks.Path, 3) }, None);
        await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_ManyWorkersAtOnce_LoadsEachShardOnce()
    {
        var shards = Enumerable.Range(0, 8).Select(i => Shards.Write($"{i}x", 100)).ToArray();
        var other = OpenAt(Place);
        var work = World.Repeat(shards).Concat(shards).Select((shard, i) => Task.Run(() => (i % 2 == 0 ? Store : other).LoadAsync(shard.Files, None)));
        var outcomes = await Task.WhenAll(work);
        Assert.Equal(shards.Length, outcomes.Count(o => o == LoadOutcome.Loaded));
        foreach (var (_, analyses) in shards)
            await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_ShuffledAndRepeatedAndReplaced_IsTheSameContent()
    {
        var shards = Enumerable.Range(0, 6).Select(i => Shards.Write($"0{i}", 40).Files).ToArray();
        var (former, _) = Shards.Write("03", 60);
        await AssertSameContent(
            async store =>
            {
                foreach (var shard in shards)
                    await store.LoadAsync(shard, None);
            },
            async store =>
            {
                await store.LoadAsync(former, None);
                foreach (var shard in World.Repeat(shards))
                    await store.LoadAsync(shard, None);
            });
    }

    private async Task AssertLoaded(IEnumerable<TrackAnalysis> analyses)
    {
        foreach (var expected in analyses)
        {
            var found = (await Store.FindAnalysisAsync(expected.Id, None))!;
            Assert.Equal(expected.Sections, found.Sections);
            Assert.Equal(expected with { Sections = [] }, found with { Sections = [] });
        }
    }
}

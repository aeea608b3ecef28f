using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.BuildingBlocks.Tests.Storage.Warehouse;

public sealed class TableWarehouseTests : WarehouseContract, IGenerationAnnouncer
{
    private readonly List<(string Table, long Number)> announced = [];
    private readonly List<CurrentTables> readers = [];
    private Action<string> announcing = _ => { };

    [Fact]
    public async Task Load_PartIsDamaged_PublishesNothingAndTheFormerRowsAnswer()
    {
        var (former, analyses) = await Shards.WriteAsync("0a", 30);
        var (latter, _) = await Shards.WriteAsync("0a", 20);
        await Store.LoadAsync(former with { Revision = 1 }, None);
        var key = $"tables/analysis-0a/{latter.Generation}/000000-000000.part";
        var part = Path.Combine(Place, key);
        var bytes = await File.ReadAllBytesAsync(part);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(part, bytes);

        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => Store.LoadAsync(latter with { Revision = 2 }, None));

        Assert.Contains(key, ex.Message, StringComparison.Ordinal);
        await AssertLoaded(analyses);
        Assert.Equal(1, (await Store.FindShardAsync(former.Shard, None))!.Revision);
    }

    [Fact]
    public async Task Load_PartIsGone_PublishesNothing()
    {
        var (rows, _) = await Shards.WriteAsync("0A", 30);
        File.Delete(Path.Combine(Place, "tables", "analysis-0-a", rows.Generation, "000000-000000.part"));
        await Assert.ThrowsAsync<SpotifyPlatform.Artifacts.Store.ArtifactNotFoundException>(() => Store.LoadAsync(rows, None));
        Assert.Empty(await Store.ListShardsAsync(None));
        Assert.Empty(announced);
    }

    [Fact]
    public async Task Find_RowThatIsNoRow_NamesTableAndTrack()
    {
        var id = Shards.Ids("0a", 1).Single();
        await Store.LoadAsync(await Shards.WriteLinesAsync("0a", [(id, $$"""{"spotify_id":"{{id}}","mode":"major"}""", [])]), None);
        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => Store.FindAnalysisAsync(id, None));
        Assert.Contains("analysis-0a", ex.Message, StringComparison.Ordinal);
        Assert.Contains($"track {id}: column mode", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_AnotherGenerationIsPinned_LeavesItUntilItIsReleased()
    {
        var (pinned, analyses) = await Shards.WriteAsync("0a", 5);
        var (other, _) = await Shards.WriteAsync("0a", 7);
        await Store.LoadAsync(pinned with { Revision = 1 }, None);
        await Tables(Place).PinAsync("analysis-0a", pinned.Generation, "test", None);

        Assert.Equal(LoadOutcome.Pinned, await Store.LoadAsync(other with { Revision = 2 }, None));
        await AssertLoaded(analyses);

        await Tables(Place).ReleaseAsync("analysis-0a", "test", None);
        Assert.Equal(LoadOutcome.Loaded, await Store.LoadAsync(other with { Revision = 2 }, None));
    }

    [Fact]
    public async Task Load_ThisGenerationIsPinned_IsAlreadyLoaded()
    {
        var (rows, analyses) = await Shards.WriteAsync("0a", 5);
        await Store.LoadAsync(rows with { Revision = 1 }, None);
        await Tables(Place).PinAsync("analysis-0a", rows.Generation, "test", None);

        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(rows with { Revision = 2 }, None));
        await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_KilledBetweenPointerAndAnnouncement_AnnouncesWhenRedone()
    {
        var (rows, analyses) = await Shards.WriteAsync("0a", 5);
        announcing = _ => throw new IOException("Killed by the test.");
        await Assert.ThrowsAsync<IOException>(() => Store.LoadAsync(rows, None));
        announcing = _ => { };

        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(rows, None));

        Assert.Equal([("analysis-0a", 1)], announced);
        Assert.Single(await Tables(Place).ListPointersAsync("analysis-0a", None));
        await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_TwoInstancesInOppositeOrder_EndWithTheNewerRows()
    {
        var (older, _) = await Shards.WriteAsync("0a", 5);
        var (newer, analyses) = await Shards.WriteAsync("0a", 7);
        var other = OpenAt(Place);
        await Store.LoadAsync(older with { Revision = 1 }, None);
        await other.LoadAsync(newer with { Revision = 2 }, None);
        Assert.Equal(LoadOutcome.Superseded, await other.LoadAsync(older with { Revision = 1 }, None));
        Assert.Equal(LoadOutcome.AlreadyLoaded, await Store.LoadAsync(newer with { Revision = 2 }, None));
        await AssertLoaded(analyses);
    }

    [Fact]
    public async Task Load_GenerationOfLongAgo_IsPruned()
    {
        var generations = new List<string>();
        foreach (var revision in Enumerable.Range(1, 4))
        {
            var (rows, _) = await Shards.WriteAsync("0a", revision);
            await Store.LoadAsync(rows with { Revision = revision }, None);
            generations.Add(rows.Generation);
            Clock.Advance(TimeSpan.FromDays(40_000));
        }

        Assert.False(Directory.EnumerateFiles(Path.Combine(Place, "tables", "analysis-0a", generations[0])).Any());
        Assert.True(Directory.EnumerateFiles(Path.Combine(Place, "tables", "analysis-0a", generations[3])).Any());
    }

    Task IGenerationAnnouncer.AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken)
    {
        lock (announced)
        {
            announcing(table);
            announced.Add((table, published.Number));
        }

        // As the announcer of a process does.
        return Task.WhenAll(readers.ToList().Select(reader => reader.RefreshAsync(table, cancellationToken)));
    }

    protected override IWarehouse Open(string place, TimeProvider clock)
    {
        readers.Add(new CurrentTables(Tables(place), clock, NullLoggerFactory.Instance));
        return new TableWarehouse(Tables(place), readers[^1], new Lazy<IGenerationAnnouncer>(this));
    }

    protected override ShardWriter Writer(string place) => new(Artifacts(place), Tables(place), World);

    protected override string Digest(string place) => string.Join('\n', Tables(place).ListCurrentAsync("", None).GetAwaiter().GetResult()
        .Select(table => $"{table.Table} {table.Pointer.ContentSha256} {table.Pointer.Revisions["shard"]}"));

    protected override void Dispose(bool disposing)
    {
        readers.ForEach(reader => reader.Dispose());
        base.Dispose(disposing);
    }

    private FolderArtifactStore Artifacts(string place) => new(place, null, Clock);

    private TableStore Tables(string place) => new(Artifacts(place), Artifacts(place), place + "-scratch", 1 << 20, 1, Clock);
}

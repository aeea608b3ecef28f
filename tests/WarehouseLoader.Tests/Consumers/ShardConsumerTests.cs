using Google.Protobuf;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.WarehouseLoader.Tests.Consumers;

public sealed class ShardConsumerTests : IDisposable
{
    private readonly LoaderWorld world = new();

    [Fact]
    public async Task Handle_AnnouncedShard_IsInTheWarehouseAndReportedOnce()
    {
        var warehouse = world.Warehouse();
        var (rows, analyses) = await world.Shards.WriteAsync("0A", 20);
        Assert.Null(await LoaderWorld.HandleAsync(world.Consumer(warehouse), LoaderWorld.Event(rows, quarantined: 3)));
        Assert.Equal(analyses[7].Sections, (await warehouse.FindAnalysisAsync(analyses[7].Id, default))!.Sections);
        var line = Assert.Single(world.Logged);
        Assert.Contains("0A: 20 tracks and 200 sections", line, StringComparison.Ordinal);
        Assert.Contains("200 sections of 23 lines (3 in quarantine).", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_AnnouncedShard_ReadsNoOtherShard()
    {
        var (rows, _) = await world.Shards.WriteAsync("0a", 5);
        Assert.Null(await LoaderWorld.HandleAsync(world.Consumer(new Unlistable(world.Warehouse())), LoaderWorld.Event(rows)));
        Assert.Single(world.Logged);
    }

    [Fact]
    public async Task Handle_TheSameEventAgain_PublishesOnce()
    {
        var consumer = world.Consumer(world.Warehouse());
        var (rows, _) = await world.Shards.WriteAsync("0a", 20);
        for (var i = 0; i < 3; i++)
            Assert.Null(await LoaderWorld.HandleAsync(consumer, LoaderWorld.Event(rows)));
        Assert.Single(await world.Tables().ListPointersAsync("analysis-0a", default));
    }

    [Fact]
    public async Task Handle_EventsShuffledAndRepeated_IsTheSameWarehouse()
    {
        var shards = Enumerable.Range(0, 8).Select(i => (Name: $"{i}q", Analyses: world.Shards.Analyses($"{i}q", 15))).ToArray();
        foreach (var (store, order) in new[] { ("once", shards), ("often", world.World.Repeat(shards)) })
        {
            var (writer, consumer) = (world.Writer(store), world.Consumer(world.Warehouse(store), store));
            foreach (var (name, analyses) in order)
                Assert.Null(await LoaderWorld.HandleAsync(consumer, LoaderWorld.Event(await writer.WriteAsync(name, analyses))));
        }

        var once = await ContentAsync("once");
        Assert.Equal(shards.Length, once.Count);
        Assert.Equal(once, await ContentAsync("often"));
    }

    [Fact]
    public async Task Handle_ShardExtractedAnew_ReplacesTheFormer()
    {
        var warehouse = world.Warehouse();
        var consumer = world.Consumer(warehouse);
        foreach (var tracks in new[] { 30, 12 })
        {
            Assert.Null(await LoaderWorld.HandleAsync(consumer, LoaderWorld.Event((await world.Shards.WriteAsync("0a", tracks)).Rows)));
            Assert.Equal(tracks, (await warehouse.ListShardsAsync(default)).Single().Tracks);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handle_OlderStatementThatComesAgain_LeavesTheNewerRows(bool rowsAreGone)
    {
        var warehouse = world.Warehouse();
        var consumer = world.Consumer(warehouse);
        var (rows, analyses) = await world.Shards.WriteAsync("0a", 30);
        var older = LoaderWorld.Event(rows with { Revision = 1 });
        var newer = LoaderWorld.Event((await world.Shards.WriteAsync("0a", 12)).Rows with { Revision = 2 });
        Assert.Null(await LoaderWorld.HandleAsync(consumer, older));
        Assert.Null(await LoaderWorld.HandleAsync(consumer, newer));
        if (rowsAreGone)
            File.Delete(world.PathOf(rows.Tracks));

        Assert.Null(await LoaderWorld.HandleAsync(consumer, older));

        Assert.Equal(12, (await warehouse.ListShardsAsync(default)).Single().Tracks);
        Assert.Null(await warehouse.FindAnalysisAsync(analyses[0].Id, default));
        Assert.Contains("newer revision 2", world.Logged[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_MissingFile_IsRefusedAndLoadedOnceItIsBack()
    {
        var warehouse = world.Warehouse();
        var consumer = world.Consumer(warehouse);
        var (rows, analyses) = await world.Shards.WriteAsync("0a", 5);
        var message = LoaderWorld.Event(rows);
        File.Move(world.PathOf(rows.Sections), world.PathOf("aside"));
        var refusal = await LoaderWorld.HandleAsync(consumer, message);
        Assert.Equal("file_missing", refusal!.Reason);
        Assert.Contains(message.Sections.File.Key, refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(await warehouse.ListShardsAsync(default));

        File.Move(world.PathOf("aside"), world.PathOf(rows.Sections));
        Assert.Null(await LoaderWorld.HandleAsync(consumer, message));
        Assert.NotNull(await warehouse.FindAnalysisAsync(analyses[0].Id, default));
    }

    [Fact]
    public async Task Handle_MissingGeneration_IsRefusedAndNothingLoaded()
    {
        var warehouse = world.Warehouse();
        var (rows, _) = await world.Shards.WriteAsync("0a", 5);
        var refusal = await LoaderWorld.HandleAsync(world.Consumer(warehouse), LoaderWorld.Event(rows with { Generation = new string('a', 32) }));
        Assert.Equal("file_missing", refusal!.Reason);
        Assert.Contains("Extract the shard again", refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(await warehouse.ListShardsAsync(default));
    }

    [Fact]
    public async Task Handle_ChangedFile_IsRefusedAndNothingLoaded()
    {
        var warehouse = world.Warehouse();
        var (rows, _) = await world.Shards.WriteAsync("0a", 5);
        var message = LoaderWorld.Event(rows);
        await File.AppendAllTextAsync(world.PathOf(rows.Tracks), " ");
        var refusal = await LoaderWorld.HandleAsync(world.Consumer(warehouse), message);
        Assert.Equal("rows_unreadable", refusal!.Reason);
        Assert.Contains(message.Tracks.File.Key, refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(await warehouse.ListShardsAsync(default));
        Assert.Empty(world.Logged);
    }

    [Fact]
    public async Task Handle_DamagedTable_IsRefusedAndNothingLoaded()
    {
        var warehouse = world.Warehouse();
        var (rows, _) = await world.Shards.WriteAsync("0a", 5);
        var key = $"tables/analysis-0a/{rows.Generation}/000000-000000.part";
        var part = Path.Combine(world.Artifacts, key);
        var bytes = await File.ReadAllBytesAsync(part);
        bytes[bytes.Length / 2] ^= 0x20;
        await File.WriteAllBytesAsync(part, bytes);
        var refusal = await LoaderWorld.HandleAsync(world.Consumer(warehouse), LoaderWorld.Event(rows));
        Assert.Equal("rows_unreadable", refusal!.Reason);
        Assert.Contains(key, refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(await warehouse.ListShardsAsync(default));
    }

    [Fact]
    public async Task Handle_TableIsPinned_IsRefusedWithTheRemedy()
    {
        var consumer = world.Consumer(world.Warehouse());
        var (rows, _) = await world.Shards.WriteAsync("0a", 5);
        Assert.Null(await LoaderWorld.HandleAsync(consumer, LoaderWorld.Event(rows)));
        await world.Tables().PinAsync("analysis-0a", rows.Generation, "test", default);
        var refusal = await LoaderWorld.HandleAsync(consumer, LoaderWorld.Event((await world.Shards.WriteAsync("0a", 6)).Rows with { Revision = 1 }));
        Assert.Equal("table_pinned", refusal!.Reason);
        Assert.Contains("tables use analysis-0a --latest", refusal.Detail, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<ShardExtracted>> BadEvents => new()
    {
        { "no shard", e => e.Shard = "" },
        { "long shard", e => e.Shard = "0a0" },
        { "no tracks", e => e.Tracks = null },
        { "no key", e => e.Sections.File.Key = "" },
        { "absolute path", e => e.Tracks.File.Key = "/rows/0a_tracks.ndjson" },
        { "path out of the store", e => e.Tracks.File.Key = "tracks/../../0a_tracks.ndjson" },
        { "short hash", e => e.Sections.File.Sha256 = ByteString.CopyFromUtf8("0123") },
        { "negative count", e => e.Tracks.Rows = -1 },
        { "no generation", e => e.Generation = "" },
        { "path as a generation", e => e.Generation = "../../../../../../../../../etc/passw" },
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task Handle_BadEvent_IsRefused(string name, Action<ShardExtracted> spoil)
    {
        var message = LoaderWorld.Event((await world.Shards.WriteAsync("0a", 1)).Rows);
        spoil(message);
        var refusal = await LoaderWorld.HandleAsync(world.Consumer(world.Warehouse()), message);
        Assert.True(refusal?.Reason == "bad_event", name);
    }

    [Fact]
    public async Task Handle_BatchWithAShardTwiceAndABadOne_LoadsTheOthersInTheirOrder()
    {
        var warehouse = world.Warehouse();
        var first = (await world.Shards.WriteAsync("0a", 30)).Rows with { Revision = 1 };
        var second = (await world.Shards.WriteAsync("0a", 12)).Rows with { Revision = 2 };
        var (other, _) = await world.Shards.WriteAsync("0b", 5);
        var wrong = LoaderWorld.Event((await world.Shards.WriteAsync("0c", 5)).Rows);
        wrong.Tracks.Rows = 6;

        var answers = await world.Consumer(warehouse).HandleAsync(
            [LoaderWorld.Event(first), wrong, LoaderWorld.Event(other), new ShardExtracted(), LoaderWorld.Event(second), LoaderWorld.Event(first)], default);

        Assert.Equal([null, "rows_unreadable", null, "bad_event", null, null], answers.Select(answer => answer?.Reason));
        Assert.Equal([("0a", 12L), ("0b", 5L)], (await warehouse.ListShardsAsync(default)).Select(shard => (shard.Shard.Prefix, shard.Tracks)));
        Assert.Equal(2, (await world.Tables().ListPointersAsync("analysis-0a", default)).Count);
    }

    [Fact]
    public async Task Handle_TransientFault_IsThrownForTheRetry()
    {
        var message = LoaderWorld.Event((await world.Shards.WriteAsync("0a", 1)).Rows);
        await Assert.ThrowsAsync<IOException>(() => LoaderWorld.HandleAsync(world.Consumer(new FullDisk()), message));
    }

    [Fact]
    public async Task Handle_LoadedAgainAndRefused_CountsRows()
    {
        using var measured = new Measurements(world.Meters, WarehouseLoaderMetrics.MeterName);
        var consumer = world.Consumer(world.Warehouse());
        var message = LoaderWorld.Event((await world.Shards.WriteAsync("0a", 4, sectionsPerTrack: 3)).Rows);
        await LoaderWorld.HandleAsync(consumer, message);
        await LoaderWorld.HandleAsync(consumer, message);
        var wrong = LoaderWorld.Event((await world.Shards.WriteAsync("0b", 1, sectionsPerTrack: 1)).Rows);
        wrong.Tracks.Rows = 2;
        await LoaderWorld.HandleAsync(consumer, wrong);

        Assert.Equal(4 + 4 + 2, measured["pipeline.records.consumed table=tracks"]);
        Assert.Equal(12 + 12 + 1, measured["pipeline.records.consumed table=sections"]);
        Assert.Equal(4, measured["pipeline.records.produced table=tracks"]);
        Assert.Equal(12, measured["pipeline.records.produced table=sections"]);
        Assert.Equal(2, measured["pipeline.records.dropped table=tracks reason=rows_unreadable"]);
        Assert.Equal(1, measured["pipeline.errors reason=rows_unreadable"]);
        Assert.Equal(1, measured.Count("pipeline.batch.duration"));
    }

    public void Dispose() => world.Dispose();

    private async Task<IReadOnlyList<(string Table, string ContentSha256)>> ContentAsync(string store) =>
        [.. (await world.Tables(store).ListCurrentAsync("", default)).Select(table => (table.Table, table.Pointer.ContentSha256))];

    private sealed class Unlistable(IWarehouse warehouse) : IWarehouse
    {
        public Task<LoadOutcome> LoadAsync(ShardRows shard, CancellationToken cancellationToken) => warehouse.LoadAsync(shard, cancellationToken);

        public Task<LoadedShard?> FindShardAsync(ShardId shard, CancellationToken cancellationToken) => warehouse.FindShardAsync(shard, cancellationToken);

        public Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("All shards were listed.");

        public Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class FullDisk : IWarehouse
    {
        public Task<LoadOutcome> LoadAsync(ShardRows shard, CancellationToken cancellationToken) => throw new IOException("No space left on device.");

        public Task<LoadedShard?> FindShardAsync(ShardId shard, CancellationToken cancellationToken) => Task.FromResult<LoadedShard?>(null);

        public Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LoadedShard>>([]);

        public Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

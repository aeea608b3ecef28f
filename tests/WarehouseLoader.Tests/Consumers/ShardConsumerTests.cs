using Google.Protobuf;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.WarehouseLoader.Tests.Consumers;

public sealed class ShardConsumerTests : IDisposable
{
    private readonly LoaderWorld world = new();

    [Fact]
    public async Task Handle_AnnouncedShard_IsInTheWarehouseAndReportedOnce()
    {
        var warehouse = world.Warehouse();
        var (files, analyses) = world.Shards.Write("0A", 20);
        Assert.Null(await world.Consumer(warehouse).HandleAsync(world.Event(files, quarantined: 3), default));
        Assert.Equal(analyses[7].Sections, (await warehouse.FindAnalysisAsync(analyses[7].Id, default))!.Sections);
        var line = Assert.Single(world.Logged);
        Assert.Contains("0A: 20 tracks and 200 sections", line, StringComparison.Ordinal);
        Assert.Contains("200 sections of 23 lines (3 in quarantine). The warehouse has 1 shards", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_CompressedRows_AreReadByTheNameInTheirKey()
    {
        var (files, analyses) = world.Shards.Write("0a", 2, extension: ".gz");
        var warehouse = world.Warehouse();
        Assert.Null(await world.Consumer(warehouse).HandleAsync(world.Event(files), default));
        Assert.NotNull(await warehouse.FindAnalysisAsync(analyses[0].Id, default));
    }

    [Fact]
    public async Task Handle_EventsShuffledAndRepeated_IsTheSameWarehouse()
    {
        var events = Enumerable.Range(0, 8).Select(i => world.Event(world.Shards.Write($"{i}q", 15).Files)).ToArray();
        var once = world.Consumer(world.Warehouse("once"));
        foreach (var message in events)
            Assert.Null(await once.HandleAsync(message, default));
        var often = world.Consumer(world.Warehouse("often"));
        foreach (var message in world.World.Repeat(events))
            Assert.Null(await often.HandleAsync(message, default));
        Assert.Equal(world.Digest("once"), world.Digest("often"));
    }

    [Fact]
    public async Task Handle_ShardExtractedAnew_ReplacesTheFormer()
    {
        var warehouse = world.Warehouse();
        var consumer = world.Consumer(warehouse);
        foreach (var tracks in new[] { 30, 12 })
        {
            Assert.Null(await consumer.HandleAsync(world.Event(world.Shards.Write("0a", tracks).Files), default));
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
        var (files, analyses) = world.Shards.Write("0a", 30);
        var older = world.Event(files);
        older.Revision = 1;
        var newer = world.Event(world.Shards.Write("0a", 12).Files);
        newer.Revision = 2;
        Assert.Null(await consumer.HandleAsync(older, default));
        Assert.Null(await consumer.HandleAsync(newer, default));
        if (rowsAreGone)
            File.Delete(files.Tracks.Path);

        Assert.Null(await consumer.HandleAsync(older, default));

        Assert.Equal(12, (await warehouse.ListShardsAsync(default)).Single().Tracks);
        Assert.Null(await warehouse.FindAnalysisAsync(analyses[0].Id, default));
        Assert.Contains("newer revision 2", world.Logged[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_MissingFile_IsRefusedAndLoadedOnceItIsBack()
    {
        var warehouse = world.Warehouse();
        var consumer = world.Consumer(warehouse);
        var (files, analyses) = world.Shards.Write("0a", 5);
        var aside = files.Sections.Path + ".aside";
        var message = world.Event(files);
        File.Move(files.Sections.Path, aside);
        var refusal = await consumer.HandleAsync(message, default);
        Assert.Equal("file_missing", refusal!.Reason);
        Assert.Contains(message.Sections.File.Key, refusal.Detail, StringComparison.Ordinal);
        Assert.Null(await warehouse.FindAnalysisAsync(analyses[0].Id, default));

        File.Move(aside, files.Sections.Path);
        Assert.Null(await consumer.HandleAsync(message, default));
        Assert.NotNull(await warehouse.FindAnalysisAsync(analyses[0].Id, default));
    }

    [Fact]
    public async Task Handle_ChangedFile_IsRefusedAndNothingLoaded()
    {
        var warehouse = world.Warehouse();
        var (files, _) = world.Shards.Write("0a", 5);
        var message = world.Event(files);
        File.AppendAllText(files.Tracks.Path, " ");
        var refusal = await world.Consumer(warehouse).HandleAsync(message, default);
        Assert.Equal("rows_unreadable", refusal!.Reason);
        Assert.Contains(message.Tracks.File.Key, refusal.Detail, StringComparison.Ordinal);
        Assert.Empty(await warehouse.ListShardsAsync(default));
        Assert.Empty(world.Logged);
    }

    [Fact]
    public async Task Handle_MalformedRow_NamesFileLineAndColumn()
    {
        var (files, _) = world.Shards.Write("0a", 1);
        var tracks = world.Shards.Write("tracks.ndjson", [File.ReadAllText(files.Tracks.Path).TrimEnd('\n'), """{"spotify_id":"0a00000000000000000000","mode":"major"}"""]);
        var refusal = await world.Consumer(world.Warehouse()).HandleAsync(world.Event(files with { Tracks = tracks }), default);
        Assert.Equal("rows_unreadable", refusal!.Reason);
        Assert.Contains($"{tracks.Path}, line 2: column mode", refusal.Detail, StringComparison.Ordinal);
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
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task Handle_BadEvent_IsRefused(string name, Action<ShardExtracted> spoil)
    {
        var message = world.Event(world.Shards.Write("0a", 1).Files);
        spoil(message);
        var refusal = await world.Consumer(world.Warehouse()).HandleAsync(message, default);
        Assert.True(refusal?.Reason == "bad_event", name);
    }

    [Fact]
    public async Task Handle_TransientFault_IsThrownForTheRetry()
    {
        var message = world.Event(world.Shards.Write("0a", 1).Files);
        await Assert.ThrowsAsync<IOException>(() => world.Consumer(new FullDisk()).HandleAsync(message, default));
    }

    [Fact]
    public async Task Handle_LoadedAgainAndRefused_CountsRows()
    {
        using var measured = new Measurements(world.Meters, WarehouseLoaderMetrics.MeterName);
        var consumer = world.Consumer(world.Warehouse());
        var message = world.Event(world.Shards.Write("0a", 4, sectionsPerTrack: 3).Files);
        await consumer.HandleAsync(message, default);
        await consumer.HandleAsync(message, default);
        var wrong = world.Event(world.Shards.Write("0b", 1, sectionsPerTrack: 1).Files);
        wrong.Tracks.Rows = 2;
        await consumer.HandleAsync(wrong, default);

        Assert.Equal(4 + 4 + 2, measured["pipeline.records.consumed table=tracks"]);
        Assert.Equal(12 + 12 + 1, measured["pipeline.records.consumed table=sections"]);
        Assert.Equal(4, measured["pipeline.records.produced table=tracks"]);
        Assert.Equal(12, measured["pipeline.records.produced table=sections"]);
        Assert.Equal(2, measured["pipeline.records.dropped table=tracks reason=rows_unreadable"]);
        Assert.Equal(1, measured["pipeline.errors reason=rows_unreadable"]);
        Assert.Equal(1, measured.Count("pipeline.batch.duration"));
    }

    public void Dispose() => world.Dispose();

    private sealed class FullDisk : IWarehouse
    {
        public Task<LoadOutcome> LoadAsync(ShardFiles shard, CancellationToken cancellationToken) => throw new IOException("No space left on device.");

        public Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LoadedShard>>([]);

        public Task<TrackAnalysis?> FindAnalysisAsync(Music.TrackId track, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

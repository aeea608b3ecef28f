using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Consumers;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Tests.Support;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.ShardExtractor.Tests.Consumers;

/// <summary>The tables of shards, from the announcement of a file to the warehouse.</summary>
public sealed class ShardTablesTests : IDisposable
{
    private const int Seed = 20261127;

    private readonly ShardScenario scenario = new();

    [Theory]
    [InlineData("00")]
    [InlineData("0A")]
    public async Task Handle_Shard_TableHasTheRowsOfTheFiles(string shard)
    {
        Assert.Null(await scenario.HandleAsync(scenario.Verified(shard, Lines(shard, 300))));

        var extracted = Assert.Single(scenario.Bus.Shards);
        var rows = await scenario.ReadAsync(extracted);
        Assert.Equal(300, rows.Count);
        Assert.Equal(await scenario.ReadFilesAsync(extracted), rows);
        Assert.Equal(Shard.TrackRow(7, shard) + Shard.SectionRow(7, 0, 0, shard) + Shard.SectionRow(7, 1, 8, shard), rows.Single(row => row.Track == Shard.Id(7, shard)).Rows);
        // The warehouse publishes it.
        Assert.Empty(await scenario.Tables.ListCurrentAsync("", default));
        Assert.Equal(LoadOutcome.Loaded, await scenario.LoadAsync(extracted));
        Assert.Equal(226.86068, (await scenario.Warehouse.FindAnalysisAsync(TrackId.Parse(Shard.Id(7, shard)), default))!.Duration);
    }

    [Fact]
    public async Task Handle_RefusedLines_AreLeftOutByReason()
    {
        var lines = $"{Shard.Line(1)}\n{Shard.Line(2).Replace("\"beats\":[]", "\"beats\":[}", StringComparison.Ordinal)}\n{Shard.Line(1)}\n{Shard.Line(3)}\n\n";
        Assert.Null(await scenario.HandleAsync(scenario.Verified("00", lines)));

        var extracted = Assert.Single(scenario.Bus.Shards);
        Assert.Equal([Shard.Id(1), Shard.Id(3)], (await scenario.ReadAsync(extracted)).Select(row => row.Track));
        var manifest = (await scenario.Tables.FindAsync("analysis-00", extracted.Generation, default))!;
        Assert.Equal((2, 4), (manifest.Rows, manifest.Counts[AnalysisTable.Sections]));
        Assert.Equal(new Dictionary<string, long> { ["bracket_mismatch"] = 1, ["duplicate_track"] = 1 }, manifest.LeftOut);
    }

    [Fact]
    public async Task Handle_ShardWithoutTracks_HasAnEmptyTable()
    {
        Assert.Null(await scenario.HandleAsync(scenario.Verified("00", "\n")));
        Assert.Empty(await scenario.ReadAsync(Assert.Single(scenario.Bus.Shards)));
    }

    [Fact]
    public async Task Handle_ShardChangedAndChangedBack_BuildsTheFirstTableOnce()
    {
        var (first, second) = (Lines("00", 30), Lines("00", 20));
        Assert.Null(await scenario.HandleAsync(scenario.Verified("00", first, revision: 1)));
        Assert.Null(await scenario.HandleAsync(scenario.Verified("00", second, revision: 2)));
        var before = Files();
        Assert.Null(await scenario.HandleAsync(scenario.Verified("00", first, revision: 3)));

        Assert.Equal(before, Files());
        var events = scenario.Bus.Shards.OrderBy(e => e.Revision).ToList();
        Assert.Equal(events[0].Generation, events[2].Generation);
        Assert.NotEqual(events[0].Generation, events[1].Generation);
        Assert.Equal(await scenario.ReadFilesAsync(events[2]), await scenario.ReadAsync(events[2]));
        foreach (var (message, outcome) in events.Zip([LoadOutcome.Loaded, LoadOutcome.Loaded, LoadOutcome.Loaded]))
            Assert.Equal(outcome, await scenario.LoadAsync(message));
        // An older statement that comes again.
        Assert.Equal(LoadOutcome.Superseded, await scenario.LoadAsync(events[1]));
        Assert.Equal((30, 3), ((await scenario.Warehouse.FindShardAsync(ShardId.Parse("00"), default))!.Tracks, events[2].Revision));
    }

    [Fact]
    public async Task Handle_ShardTwice_ReadsItOnce()
    {
        var message = scenario.Verified("00", Lines("00", 30));
        Assert.Null(await scenario.HandleAsync(message));
        var tracks = new FileInfo(Path.Combine(scenario.Out, "tracks/00_tracks.ndjson")).LastWriteTimeUtc;
        scenario.Start();
        Assert.Null(await scenario.HandleAsync(message));
        Assert.Single(scenario.Bus.Shards);
        Assert.Equal(1, scenario.Bus.Replayed);
        Assert.Equal(tracks, new FileInfo(Path.Combine(scenario.Out, "tracks/00_tracks.ndjson")).LastWriteTimeUtc);
    }

    [Fact]
    public async Task Handle_LimitChangedAndChangedBack_AnnouncesTheRowsOfEachLimit()
    {
        var message = scenario.Verified("00", Lines("00", 10) + WithSections(11, 5) + "\n");
        Assert.Null(await scenario.HandleAsync(message));
        scenario.Start(null, ("MaxSectionsPerTrack", "3"));
        Assert.Null(await scenario.HandleAsync(message));
        Assert.Equal([10, 11], scenario.Bus.Shards.Select(e => e.Tracks.Rows).Order());

        scenario.Start();
        Assert.Null(await scenario.HandleAsync(message));

        Assert.Equal((2, 1), (scenario.Bus.Shards.Count(), scenario.Bus.Replayed));
        foreach (var extracted in scenario.Bus.Shards)
            Assert.Equal(await scenario.ReadFilesAsync(extracted), await scenario.ReadAsync(extracted));
    }

    [Fact]
    public async Task Handle_ExtractedWithoutATable_GetsOne()
    {
        var message = scenario.Verified("00", Lines("00", 30));
        var input = new ShardInput(Path.Combine(Path.GetDirectoryName(scenario.Artifacts)!, message.File.Key["input/".Length..]));
        Assert.Equal(ExtractionStatus.Complete, new ShardExtraction(scenario.Out).Extract(input).Status);
        var rows = await File.ReadAllTextAsync(Path.Combine(scenario.Out, "tracks/00_tracks.ndjson"));

        Assert.Null(await scenario.HandleAsync(message));

        Assert.Equal(30, (await scenario.ReadAsync(Assert.Single(scenario.Bus.Shards))).Count);
        Assert.Equal(rows, await File.ReadAllTextAsync(Path.Combine(scenario.Out, "tracks/00_tracks.ndjson")));
    }

    [Fact]
    public async Task Handle_TableDeleted_IsBuiltAgainToTheSameBytes()
    {
        var message = scenario.Verified("00", Lines("00", 30));
        Assert.Null(await scenario.HandleAsync(message));
        var before = await scenario.ReadAsync(scenario.Bus.Shards.Single());
        Directory.Delete(Path.Combine(scenario.Artifacts, "tables"), recursive: true);
        Assert.Null(await scenario.HandleAsync(message));
        Assert.Equal(before, await scenario.ReadAsync(Assert.Single(scenario.Bus.Shards)));
    }

    [Fact]
    public async Task Handle_PartGone_IsBuiltAgainAndLoaded()
    {
        var message = scenario.Verified("00", Lines("00", 30));
        Assert.Null(await scenario.HandleAsync(message));
        var extracted = scenario.Bus.Shards.Single();
        var before = await scenario.ReadAsync(extracted);
        File.Delete(FileOf(extracted, "000000-000000.part"));

        Assert.Null(await scenario.HandleAsync(message));

        Assert.Equal(LoadOutcome.Loaded, await scenario.LoadAsync(Assert.Single(scenario.Bus.Shards)));
        Assert.Equal(before, await scenario.ReadAsync(extracted));
    }

    [Fact]
    public async Task Handle_ManifestDamaged_IsWrittenAgain()
    {
        var message = scenario.Verified("00", Lines("00", 30));
        Assert.Null(await scenario.HandleAsync(message));
        var extracted = scenario.Bus.Shards.Single();
        await File.WriteAllTextAsync(FileOf(extracted, "manifest"), "{");

        Assert.Null(await scenario.HandleAsync(message));

        Assert.Equal(30, (await scenario.ReadAsync(extracted)).Count);
    }

    [Fact]
    public async Task Complete_UnitGone_Throws()
    {
        var tables = new ShardTables(scenario.Tables, Microsoft.Extensions.Options.Options.Create(new ShardExtractorOptions()));
        var (built, gone) = (tables.Plan(ShardId.Parse("00"), "1"), tables.Plan(ShardId.Parse("00"), "2"));
        using var folder = new Folder();
        using var writer = (await tables.BeginAsync(built, default))!;
        var result = new ShardExtraction(folder.Out).Extract(new ShardInput(Shard.Write(folder, "00.jsonl.zst", Lines("00", 3))), table: writer);

        var ex = await Assert.ThrowsAsync<IOException>(() => tables.CompleteAsync(gone, writer, result, default));

        Assert.Contains(gone.Id, ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_ShardCutShort_LeavesNoTable()
    {
        Assert.Equal("shard_truncated", (await scenario.HandleAsync(scenario.Verified("00", Lines("00", 30), cut: 4)))?.Reason);
        // The plan was written down before the rows were read.
        Assert.Equal(["plan"], Directory.EnumerateFiles(Path.Combine(scenario.Artifacts, "tables"), "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.Empty(scenario.Bus.Shards);
    }

    [Fact]
    public async Task Handle_KilledAtAnyWrite_EndsWithOneGenerationOneEventAndOnePointer()
    {
        var lines = Lines("00", 40);
        var kills = 0;
        // Killed after a write is the same as before the next one.
        for (var step = 1; ; step += 2)
        {
            using var killed = new ShardScenario();
            var message = killed.Verified("00", lines);
            killed.Start(new CrashPoint(step));
            if (!await RunAsync(killed, message))
                break;
            kills++;
            killed.Start();
            Assert.False(await RunAsync(killed, message));
            var extracted = Assert.Single(killed.Bus.Shards);
            Assert.Equal(await killed.ReadFilesAsync(extracted), await killed.ReadAsync(extracted));
            Assert.Equal(extracted.Generation, Assert.Single(await killed.Tables.ListPointersAsync("analysis-00", default)).Id);
        }

        // Two row files, part, unit, plan, manifest, event, pointer.
        Assert.InRange(kills, 8, 15);
    }

    [Fact]
    public async Task Write_OneOrTwoThreadsAndATenthOfTheMemory_GivesTheSameBytes()
    {
        var whole = await ContentAsync(threads: 1, memoryBytes: 4 << 20);
        foreach (var (threads, memoryBytes) in new[] { (2, 4 << 20), (1, 400 << 10), (2, 400 << 10) })
            Assert.Equal(whole, await ContentAsync(threads, memoryBytes));
    }

    public void Dispose() => scenario.Dispose();

    /// <summary>Whole lines in no order, as a shard has them.</summary>
    private static string Lines(string shard, int count)
    {
        var numbers = Enumerable.Range(0, count).ToArray();
        new Random(Seed).Shuffle(numbers);
        return string.Concat(numbers.Select(n => Shard.Line(n, shard) + "\n"));
    }

    private static string WithSections(int n, int sections) =>
        Shard.Line(n).Replace($"[{Shard.Section(0)},{Shard.Section(8)}]", $"[{string.Join(',', Enumerable.Repeat("{}", sections))}]", StringComparison.Ordinal);

    /// <summary>Extracts and loads; true when it was killed.</summary>
    private static async Task<bool> RunAsync(ShardScenario scenario, FileVerified message)
    {
        try
        {
            Assert.Null(await scenario.HandleAsync(message));
            await scenario.LoadAsync(scenario.Bus.Shards.Single());
            return false;
        }
        catch (CrashedException)
        {
            return true;
        }
    }

    private static async Task<string> ContentAsync(int threads, long memoryBytes)
    {
        using var folder = new Folder();
        var path = Shard.Write(folder, "00.jsonl.zst", Lines("00", 2000));
        var artifacts = new FolderArtifactStore(Path.Combine(folder.Root, "store"), null, TimeProvider.System);
        var store = new TableStore(artifacts, artifacts, Path.Combine(folder.Root, "scratch"), memoryBytes, threads, TimeProvider.System);
        var plan = AnalysisTable.Plan(ShardId.Parse("00"), "1", 1, []);
        using (var writer = store.Write(plan, 0))
        {
            new ShardExtraction(folder.Out).Extract(new ShardInput(path), threaded: threads > 1, table: writer);
            await writer.CompleteAsync(default);
        }

        var manifest = (await store.CompleteAsync(plan, null, default))!;
        Assert.Equal(2000, manifest.Rows);
        return manifest.ContentSha256;
    }

    private string FileOf(ShardExtracted message, string name) =>
        Path.Combine(scenario.Artifacts, "tables", AnalysisTable.NameOf(ShardId.Parse(message.Shard)), message.Generation, name);

    private IReadOnlyList<(string, DateTime)> Files() => [.. Directory
        .EnumerateFiles(Path.Combine(scenario.Artifacts, "tables"), "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => (path, File.GetLastWriteTimeUtc(path)))];
}

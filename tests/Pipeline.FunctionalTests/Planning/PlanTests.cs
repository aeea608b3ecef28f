using System.Text.Json;
using SpotifyPlatform.Platform.Planning;

namespace SpotifyPlatform.Pipeline.FunctionalTests.Planning;

public sealed class PlanTests
{
    private static readonly MachineRates Rates = new(
        Cores: 2, StartSeconds: 3, TrackSeconds: 1e-4, ShardByteSeconds: 6e-9, AnalysedTrackSeconds: 1e-4, EntrySeconds: 1e-6, PairEventSeconds: 1e-8, DecompressBytesPerSecond: 1e9, BytesPerTrack: 500, BytesPerAnalysedTrack: 5_000,
        BytesPerEntry: 20, BasketBytesPerEntry: 8, Utilisation: 0.5, ProcessBytes: 200_000_000);

    /// <summary>The table "Monthly Cost Summary" of the source document.</summary>
    [Theory]
    [InlineData("lean", 0.50, 6)]
    [InlineData("balanced", 0.75, 6)]
    [InlineData("standard", 1.50, 7)]
    [InlineData("full", 12.80, 18)]
    public void Monthly_Presets_CostWhatTheSourceDocumentSays(string name, double vectors, double about)
    {
        var preset = Preset.All.Single(preset => preset.Name == name);

        var cost = MonthlyCost.Of(preset.Vectors, new PriceOptions(), new ServingUse());

        Assert.Equal(vectors, cost.Vectors, 6);
        Assert.Equal(4.65, cost.Objects, 6);
        Assert.Equal(0, cost.Database + cost.Cache);
        Assert.Equal(about, cost.RoundedUp);
        Assert.Equal(name == "balanced", preset.IsRecommended);
    }

    [Fact]
    public void Monthly_WithinAndBeyondFreeTiers_PaysWhatIsBeyond()
    {
        var prices = new PriceOptions();

        Assert.Equal(0, MonthlyCost.OfVectors(200_000, prices));
        Assert.Equal(0.05, MonthlyCost.OfVectors(1_000_000, prices), 9);
        var cost = MonthlyCost.Of(0, prices, new ServingUse { ObjectsGB = 10, ObjectReadsMillions = 0, ObjectWritesMillions = 2, DatabaseGB = 7, CacheGB = 3, CacheWritesMillions = 31 });
        Assert.Equal(4.5, cost.Objects, 9);
        Assert.Equal(1.5, cost.Database, 9);
        Assert.Equal(6, cost.Cache, 9);
    }

    [Fact]
    public void Minus_ADifferenceThatABusyMachineHides_IsTheWholeOfTheLargeRun()
    {
        var beyond = new Measured(Processor: 3, Clock: 2, Bytes: 500).Minus(new Measured(Processor: 1, Clock: 2.5, Bytes: 500));

        Assert.Equal(new Measured(Processor: 2, Clock: 2, Bytes: 500), beyond);
    }

    [Fact]
    public void Of_AWorkload_SumsTheStages()
    {
        var work = new Workload(
            InputBytes: 3_000, Shards: 2, ShardBytes: 1_000_000_000, AnalysedTracks: 40_000, DecompressedBytes: 0, LargestDecompressed: 0, Tracks: 100_000, Artists: 1, Albums: 1, Features: 1, Playlists: 1_000, Entries: 1_000_000,
            PairEvents: 100_000_000, DumpBytes: 0);

        var plan = ImportPlan.Of(work, Rates, downloadBytesPerSecond: 0, seeds: false, new Prices(new PriceOptions(), new ServingUse()));

        // Start, bytes and lines of shards, tracks, entries on two cores that are used by half; pairs on both.
        Assert.Equal(3 + 6 + 4 + 10 + 1 + 0.5, plan.Seconds, 6);
        Assert.Equal(50_000_000 + 200_000_000 + 20_000_000 + 17_760_000 + 25_000_000 + (1L << 30), plan.DiskBytes);
        Assert.Equal(8 + 2 + 5 + 0.2 * 0.02, plan.Dollars, 6);
        var downloaded = ImportPlan.Of(work, Rates, downloadBytesPerSecond: 1_000, seeds: true, new Prices(new PriceOptions(), new ServingUse()));
        Assert.Equal(plan.Seconds + 3, downloaded.Seconds, 6);
        Assert.Equal(plan.DiskBytes + 3_000, downloaded.DiskBytes);
        Assert.Equal(plan.Dollars + 300, downloaded.Dollars, 6);
    }

    [Fact]
    public async Task Read_AWorld_EstimatesItsSize()
    {
        using var world = await World.CreateAsync(tracks: 2_000, shards: 2, playlists: 1_000);

        var work = new WorkloadReader(world.Input).Read();

        Assert.Equal((2_000, 1_000, 2), (work.Tracks, work.Playlists, work.Shards));
        Assert.InRange(work.Entries, 1_000, 1_000_000);
        var lines = JsonDocument.Parse(File.ReadAllText(Path.Combine(world.Truth, "manifest.json"))).RootElement.GetProperty("counts").GetProperty("audio-analysis/lines").GetInt64();
        Assert.InRange(work.AnalysedTracks, lines * 0.8, lines * 1.2);
        Assert.True(work.PairEvents > work.Entries);
        Assert.Equal(0, work.DecompressedBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Plan_ShardDamagedAtItsBeginning_IsNamedWithTheRemedy(bool isCut)
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 2, playlists: 10);
        var shard = Directory.EnumerateFiles(Path.Combine(world.Input, "audio-analysis")).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(shard);
        await File.WriteAllBytesAsync(shard, isCut ? bytes[..(bytes.Length / 2)] : new byte[bytes.Length]);

        var finished = await Platform.RunAsync("plan", "--input", world.Input, "--data", world.OtherData("planned"));

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains($"'{shard}' cannot be read", finished.Error, StringComparison.Ordinal);
        Assert.Contains(". Fetch the file again.", finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_OfTheWholeDataSet_RefusesBeforeItMeasuresWhereTheDiskIsTooSmall()
    {
        using var folder = new TemporaryFolder();

        var finished = await Platform.RunAsync("plan", "--data-set", "2025-07", "--data", folder.File("store"));

        Assert.Equal(1, finished.ExitCode);
        Assert.Contains("The disk is too small", finished.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal(2, (await Platform.RunWithAsync(new() { ["Prices__VmPerMinute"] = "1" }, "plan", "--data-set", "2025-07")).ExitCode);
    }

    [Fact]
    public async Task Plan_OfAWorld_MeasuresAndLeavesNothing()
    {
        using var world = await World.CreateAsync(shards: 2);
        var data = world.OtherData("planned");

        using var plan = JsonDocument.Parse(await Platform.DoneAsync("plan", "--input", world.Input, "--data", data, "--calibrate", "1", "--json"));

        Assert.InRange(plan.RootElement.GetProperty("seconds").GetDouble(), 0.1, 3_600);
        Assert.All(plan.RootElement.GetProperty("stages").EnumerateArray(), stage => Assert.InRange(stage.GetProperty("seconds").GetDouble(), 0, 3_600));
        Assert.Equal(4, plan.RootElement.GetProperty("monthly").GetArrayLength());
        Assert.False(Directory.Exists(data));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(data)!), path => path.Contains(".plan-", StringComparison.Ordinal));
    }
}

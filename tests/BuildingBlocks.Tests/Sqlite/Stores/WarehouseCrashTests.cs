using System.Diagnostics;
using System.Text;
using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>The state after an interrupted load.</summary>
public sealed class WarehouseCrashTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("warehouse-crash-");
    private readonly ShardWriter shards;

    public WarehouseCrashTests() => shards = new ShardWriter(PathOf("rows"), new World(seed: 20261121));

    [Fact]
    public async Task Load_ProcessKilledBeforeTheCommit_LeavesTheFormerShard()
    {
        var (former, kept) = shards.Write("0a", 50);
        var (latter, _) = shards.Write("0a", 1500);
        var clock = new TrappedClock();
        using var warehouse = new SqliteWarehouse(PathOf("w.sqlite"), clock);
        await warehouse.LoadAsync(former, None);

        // The clock is read for the ledger entry: all rows are written and nothing is committed.
        clock.Trap = () => CrashImage.Take(PathOf("w.sqlite"), PathOf("image.sqlite"));
        await warehouse.LoadAsync(latter, None);
        clock.Trap = () => { };
        Assert.Equal(1500, Assert.Single(await warehouse.ListShardsAsync(None)).Tracks);

        using var image = new SqliteWarehouse(PathOf("image.sqlite"), clock);
        Assert.Equal(50, Assert.Single(await image.ListShardsAsync(None)).Tracks);
        Assert.Equal(kept[3].Sections, (await image.FindAnalysisAsync(kept[3].Id, None))!.Sections);
        Assert.Equal(LoadOutcome.Loaded, await image.LoadAsync(latter, None));
        Assert.Equal(LogicalDigest.Of(PathOf("w.sqlite")), LogicalDigest.Of(PathOf("image.sqlite")));
    }

    [Fact]
    public async Task Load_FaultAfterEveryRow_LeavesNothingAndLoadsLater()
    {
        var (files, analyses) = shards.Write("0a", 500);
        var clock = new TrappedClock { Trap = () => throw new IOException("The disk went away.") };
        using var warehouse = new SqliteWarehouse(PathOf("w.sqlite"), clock);
        await Assert.ThrowsAsync<IOException>(() => warehouse.LoadAsync(files, None));
        Assert.Empty(await warehouse.ListShardsAsync(None));
        Assert.Null(await warehouse.FindAnalysisAsync(analyses[0].Id, None));

        clock.Trap = () => { };
        Assert.Equal(LoadOutcome.Loaded, await warehouse.LoadAsync(files, None));
        Assert.NotNull(await warehouse.FindAnalysisAsync(analyses[0].Id, None));
    }

    [Fact]
    public async Task Load_CancelledBetweenRows_LeavesNothing()
    {
        var (files, analyses) = shards.Write("0a", 5000, sectionsPerTrack: 1);
        var lines = File.ReadAllLines(files.Sections.Path);
        var pipe = PathOf("sections.ndjson");
        using (var made = Process.Start("mkfifo", pipe))
            await made.WaitForExitAsync();
        using var source = new CancellationTokenSource();
        using var warehouse = new SqliteWarehouse(PathOf("w.sqlite"), TimeProvider.System);
        var loading = Task.Run(() => warehouse.LoadAsync(files with { Sections = files.Sections with { Path = pipe } }, source.Token));

        // The pipe opens when the loader has written all tracks and opens the sections.
        await using (var writer = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            Write(writer, lines.Take(1000));
            Assert.Null(await warehouse.FindAnalysisAsync(analyses[0].Id, None));
            await source.CancelAsync();
            try
            {
                Write(writer, lines.Skip(1000));
            }
            catch (IOException)
            {
                // The loader closed its end.
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
        Assert.Null(await warehouse.FindAnalysisAsync(analyses[0].Id, None));
        Assert.Empty(await warehouse.ListShardsAsync(None));
        Assert.Equal(LoadOutcome.Loaded, await warehouse.LoadAsync(files, None));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static void Write(FileStream pipe, IEnumerable<string> lines) => pipe.Write(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private sealed class TrappedClock : TimeProvider
    {
        public Action Trap { get; set; } = () => { };

        public override DateTimeOffset GetUtcNow()
        {
            Trap();
            return DateTimeOffset.UnixEpoch;
        }
    }
}

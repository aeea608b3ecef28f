using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Acquirer.Sqlite;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>What happens to a data set that changes while the service runs.</summary>
public sealed class AcquirerWorkerTests : IAsyncLifetime, IDisposable
{
    private readonly ScanScenario scenario = new();
    private readonly ControlledChanges changes = new();
    private readonly FakeTimeProvider time = new();
    private readonly AcquirerOptions options = new();
    private readonly SqliteFileLedger ledger;
    private readonly AcquirerWorker worker;

    public AcquirerWorkerTests()
    {
        ledger = scenario.OpenLedger();
        worker = new AcquirerWorker(
            scenario.Scan(ledger), changes, scenario.Status, Options.Create(options), Options.Create(new ArtifactOptions { InputFolder = scenario.Folder }), time,
            NullLogger<AcquirerWorker>.Instance);
    }

    public async Task InitializeAsync()
    {
        scenario.Write("00.jsonl.zst", "rows");
        await worker.StartAsync(CancellationToken.None);
        await changes.WaitedForAsync();
    }

    [Fact]
    public async Task Worker_ShardAddedAndReported_IsPublishedOnceChangesEnd()
    {
        scenario.Write("01.jsonl.zst", "more");
        changes.Signal();
        await changes.WaitedForAsync();
        changes.Signal();
        await changes.WaitedForAsync();
        time.Advance(options.QuietTime - TimeSpan.FromTicks(1));
        Assert.Equal(["00.jsonl.zst"], scenario.PublishedNames);

        time.Advance(TimeSpan.FromTicks(1));
        await changes.WaitedForAsync();

        Assert.Equal(["00.jsonl.zst", "01.jsonl.zst"], scenario.PublishedNames);
        Assert.Equal((2, 0), (scenario.Status.Published, scenario.Status.Unchanged));
    }

    [Fact]
    public async Task Worker_ShardAddedWithoutAReport_IsPublishedAfterTheInterval()
    {
        scenario.Write("01.jsonl.zst", "more");
        time.Advance(options.RescanInterval);
        await changes.WaitedForAsync();
        Assert.Equal(["00.jsonl.zst", "01.jsonl.zst"], scenario.PublishedNames);
    }

    [Fact]
    public async Task Worker_ChangesWithoutEnd_AreScannedAfterTheInterval()
    {
        scenario.Write("01.jsonl.zst", "more");
        var step = options.QuietTime / 2;
        for (var passed = TimeSpan.Zero; passed < options.RescanInterval; passed += step)
        {
            changes.Signal();
            await changes.WaitedForAsync();
            time.Advance(step);
        }

        await changes.WaitedForAsync();
        Assert.Equal(["00.jsonl.zst", "01.jsonl.zst"], scenario.PublishedNames);
    }

    [Fact]
    public async Task Worker_RescanFails_GoesOnWithTheNext()
    {
        scenario.Write("01.jsonl.zst", "more");
        scenario.Write("SHA256SUMS", "half a li");
        time.Advance(options.RescanInterval);
        await changes.WaitedForAsync();
        Assert.Equal(["00.jsonl.zst"], scenario.PublishedNames);

        File.Delete(scenario.PathOf("SHA256SUMS"));
        time.Advance(options.RescanInterval);
        await changes.WaitedForAsync();
        Assert.Equal(["00.jsonl.zst", "01.jsonl.zst"], scenario.PublishedNames);
    }

    public Task DisposeAsync() => worker.StopAsync(CancellationToken.None);

    public void Dispose()
    {
        worker.Dispose();
        ledger.Dispose();
        scenario.Dispose();
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Acquirer.Sqlite;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer.Tests;

public sealed class ScanDueConsumerTests : IDisposable
{
    private readonly ScanScenario scenario = new();
    private readonly SqliteFileLedger ledger;
    private readonly ScanDueConsumer consumer;

    public ScanDueConsumerTests()
    {
        ledger = scenario.OpenLedger();
        consumer = new ScanDueConsumer(
            scenario.Scan(ledger), scenario.Status, Options.Create(new ArtifactOptions { InputFolder = scenario.Folder }), NullLogger<ScanDueConsumer>.Instance);
    }

    [Fact]
    public async Task Handle_SeveralTicks_AreAnsweredByOneScan()
    {
        scenario.Write("00.jsonl.zst", "rows");

        Assert.Equal([null, null, null], await HandleAsync(ticks: 3));

        Assert.Equal(["00.jsonl.zst"], scenario.PublishedNames);
        Assert.Equal(1, scenario.Lists);
    }

    [Fact]
    public async Task Handle_ScanThatFails_LeavesItToTheNextTick()
    {
        scenario.Write("00.jsonl.zst", "rows");
        scenario.Write("SHA256SUMS", "half a li");
        Assert.Equal([null], await HandleAsync());
        Assert.Empty(scenario.Published);

        File.Delete(scenario.PathOf("SHA256SUMS"));
        Assert.Equal([null], await HandleAsync());
        Assert.Equal(["00.jsonl.zst"], scenario.PublishedNames);
    }

    public void Dispose()
    {
        ledger.Dispose();
        scenario.Dispose();
    }

    private Task<IReadOnlyList<Refusal?>> HandleAsync(int ticks = 1)
    {
        var events = Enumerable.Range(0, ticks).Select(i => new ConsumedEvent<JobDue>("scan", $"scan/{i}", i, EventHeaders.Empty, new JobDue { Job = "scan" }));
        return consumer.HandleAsync(new EventBatch<JobDue>(new TopicPartition(Topics.ScanDue.Name, 0), 1, [.. events]), CancellationToken.None);
    }
}

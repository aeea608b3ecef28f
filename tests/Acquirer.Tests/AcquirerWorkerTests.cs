using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Acquirer.Sqlite;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>When a data set that changes while the service runs is scanned.</summary>
public sealed class AcquirerWorkerTests : IDisposable, IEventPublisher
{
    private readonly ScanScenario scenario = new();
    private readonly ControlledChanges changes = new();
    private readonly FakeTimeProvider time = new();
    private readonly AcquirerOptions options = new();
    private readonly List<string> requests = [];
    private readonly SqliteFileLedger ledger;
    private readonly AcquirerWorker worker;
    private Exception? failure;

    public AcquirerWorkerTests()
    {
        ledger = scenario.OpenLedger();
        worker = new AcquirerWorker(scenario.Scan(ledger), changes, this, Options.Create(options), time, NullLogger<AcquirerWorker>.Instance);
    }

    [Fact]
    public async Task Worker_AtTheStart_RequestsAScan()
    {
        await StartAsync();
        Assert.Equal(["scan/2000-01-01T00:00:00.000Z"], requests);
    }

    [Fact]
    public async Task Worker_ChangeReported_RequestsAScanOnceChangesEnd()
    {
        await StartAsync();
        changes.Signal();
        await changes.WaitedForAsync();
        changes.Signal();
        await changes.WaitedForAsync();
        time.Advance(options.QuietTime - TimeSpan.FromTicks(1));
        Assert.Single(requests);

        time.Advance(TimeSpan.FromTicks(1));
        await changes.WaitedForAsync();

        Assert.Equal("scan/2000-01-01T00:00:02.000Z", requests[1]);
    }

    [Fact]
    public async Task Worker_ChangesWithoutEnd_RequestAScanAfterTheInterval()
    {
        await StartAsync();
        changes.Signal();
        await changes.WaitedForAsync();
        var step = options.QuietTime / 2;
        for (var passed = TimeSpan.Zero; passed < options.RescanInterval; passed += step)
        {
            changes.Signal();
            await changes.WaitedForAsync();
            time.Advance(step);
        }

        await changes.WaitedForAsync();
        Assert.Equal(2, requests.Count);
    }

    [Fact]
    public async Task Worker_BusThatTakesNothing_GoesOnWithTheNextChange()
    {
        failure = new TransientFaultException("The bus is away.");
        await StartAsync();
        failure = null;
        changes.Signal();
        await changes.WaitedForAsync();
        time.Advance(options.QuietTime);
        await changes.WaitedForAsync();
        Assert.Equal(2, requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Worker_FolderThatCannotBeScanned_Fails(bool isThere)
    {
        if (isThere)
            scenario.Write("SHA256SUMS", "half a li");
        else
            Directory.Delete(scenario.Folder);

        await worker.StartAsync(CancellationToken.None);

        var error = await Assert.ThrowsAnyAsync<Exception>(() => worker.ExecuteTask!);
        Assert.True(error is IOException or InvalidDataException, error.ToString());
        Assert.Empty(requests);
    }

    Task IEventPublisher.PublishAsync<TEvent>(Topic<TEvent> topic, IReadOnlyList<OutgoingEvent<TEvent>> events, CancellationToken cancellationToken)
    {
        Assert.Same(Topics.ScanDue, topic);
        requests.AddRange(events.Select(e => e.Id));
        return failure is null ? Task.CompletedTask : Task.FromException(failure);
    }

    public void Dispose()
    {
        worker.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
        worker.Dispose();
        ledger.Dispose();
        scenario.Dispose();
    }

    private async Task StartAsync()
    {
        await worker.StartAsync(CancellationToken.None);
        await changes.WaitedForAsync();
    }
}

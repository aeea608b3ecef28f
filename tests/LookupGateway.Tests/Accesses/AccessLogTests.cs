using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests.Accesses;

/// <summary>The gateway as a host, on a bus that works, fails or hangs.</summary>
public sealed class AccessLogTests : IAsyncDisposable
{
    private const int Tracks = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accesses-");
    private readonly FakeBus bus = new();
    private readonly ConcurrentDictionary<string, long> counted = new();
    private readonly MeterListener listener = new();
    private IHost? host;

    [Fact]
    public async Task Ask_BusWorks_AccessesArePublishedInBatchesThatCountThem()
    {
        await StartAsync(new() { ["MaxBatchTracks"] = "5" });
        for (var round = 0; round < 3; round++)
            await AskAsync(Tracks);
        await UntilAsync(() => Sum(bus) == 3 * Tracks);

        Assert.All(bus.Published, batch => Assert.InRange(batch.Tracks.Count, 1, 5));
        Assert.Equal(Enumerable.Range(1, bus.Published.Count).Select(i => (long)i), bus.Published.Select(batch => batch.Sequence));
        Assert.Single(bus.Published.Select(batch => batch.Producer).Distinct());
        var perTrack = bus.Published.SelectMany(batch => batch.Tracks).GroupBy(track => TrackId.FromKey(track.SpotifyId.Span)).ToDictionary(g => g.Key, g => g.Sum(t => t.Count));
        Assert.Equal(Enumerable.Range(0, Tracks).ToDictionary(Id, _ => 3L), perTrack);
        Assert.All(bus.Published.SelectMany(batch => batch.Tracks), track => Assert.InRange(track.LastAccessedMs, 1, long.MaxValue));
        Assert.Equal(3 * Tracks, Counted("produced"));
    }

    [Fact]
    public async Task Ask_UnknownTrack_IsNotNoted()
    {
        await StartAsync([]);
        await Assert.ThrowsAsync<NotKnownException>(() => AskAsync(new TrackId(99_999)));
        Assert.Equal(0, Counted("consumed"));
    }

    public static TheoryData<string> Hangs() => ["task", "thread"];

    /// <summary>The bus takes a publish and never ends it, or does not even return. Every question is answered, and what is lost is counted.</summary>
    [Theory]
    [MemberData(nameof(Hangs))]
    public async Task Ask_BusHangs_QuestionsAreAnsweredAndDroppedAccessesCounted(string how)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bus.Before = () => how == "task" ? released.Task : Block(released.Task);
        await StartAsync(new() { ["QueueCapacity"] = "8", ["MaxBatchTracks"] = "4", ["PublishTimeout"] = "00:00:00.050" });

        for (var round = 0; round < 50; round++)
            await AskAsync(Tracks);
        await UntilAsync(() => Counted("dropped") + Counted("produced") == 50 * Tracks);

        Assert.Equal((1, 0), (bus.Attempts, Counted("produced")));

        // The bus comes back: what it had taken is there, and what is asked for now is counted again, in order.
        bus.Before = null;
        released.SetResult();
        await UntilAsync(() => bus.Published.Count == 1);
        await UntilAsync(async () =>
        {
            await AskAsync(1);
            return bus.Published.Count > 1;
        });
        Assert.Equal(bus.Published.Select(batch => batch.Sequence).Order(), bus.Published.Select(batch => batch.Sequence));
    }

    [Fact]
    public async Task Ask_BusRefuses_QuestionsAreAnsweredAndDroppedAccessesCounted()
    {
        bus.Before = () => throw new InvalidOperationException("Another process has the log.");
        await StartAsync([]);
        await AskAsync(Tracks);
        await UntilAsync(() => Counted("dropped bus_fault") == Tracks);
        bus.Before = null;
        await AskAsync(Tracks);
        await UntilAsync(() => Sum(bus) == Tracks);
    }

    [Fact]
    public async Task Ask_NobodyDrainsTheQueue_DropsTheNewestAndCountsThem()
    {
        Build(new() { ["QueueCapacity"] = "8" });
        await AskAsync(Tracks);
        Assert.Equal((8, Tracks - 8), (Counted("consumed"), Counted("dropped queue_full")));
    }

    [Fact]
    public async Task Stop_NotesStillGathered_PublishesThem()
    {
        await StartAsync(new() { ["FlushInterval"] = "00:10:00" });
        await AskAsync(Tracks);
        await UntilAsync(() => host!.Services.GetRequiredService<AccessLog>().Notes.Count == 0);
        Assert.Equal(0, bus.Attempts);
        await host!.StopAsync();
        Assert.Equal(Tracks, Sum(bus));
    }

    public async ValueTask DisposeAsync()
    {
        bus.Before = null;
        if (host is not null)
            await host.StopAsync();
        host?.Dispose();
        listener.Dispose();
        folder.Delete(recursive: true);
    }

    private static TrackId Id(int number) => Gateway.Id(number + 1);

    private static long Sum(FakeBus bus) => bus.Published.Sum(batch => batch.Tracks.Sum(track => track.Count));

    private static Task Block(Task until)
    {
        until.Wait();
        return Task.CompletedTask;
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
            await Task.Delay(5, patience.Token);
    }

    /// <param name="name">An instrument's last part, and optionally a reason.</param>
    private long Counted(string name) => counted.Where(count => count.Key.StartsWith(name, StringComparison.Ordinal)).Sum(count => count.Value);

    private async Task AskAsync(int tracks)
    {
        for (var i = 0; i < tracks; i++)
            await AskAsync(Id(i));
    }

    private Task<TrackAnswer> AskAsync(TrackId id) => host!.Services.GetRequiredService<TrackLookup>().GetTrackAsync(id.ToString(), CancellationToken.None);

    private async Task StartAsync(Dictionary<string, string?> settings)
    {
        Build(settings);
        await host!.StartAsync();
    }

    private void Build(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        settings.TryAdd("FlushInterval", "00:00:00.001");
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => $"LookupGateway:AccessLog:{s.Key}", s => s.Value));
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:DataFolder"] = folder.FullName });
        builder.Services.AddSingleton<IEventPublisher>(bus);
        builder.Services.AddSingleton<ICatalog>(new FakeCatalog([.. Enumerable.Range(0, Tracks).Select(i => FakeCatalog.Track(Id(i), $"Track {i}", 50))]));
        builder.AddLookupGateway();
        host = builder.Build();
        var meters = host.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, enabled) =>
        {
            // A meter of this host alone: other tests run beside.
            if (instrument.Meter.Name == "SpotifyPlatform.LookupGateway" && ReferenceEquals(instrument.Meter.Scope, meters))
                enabled.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counted.AddOrUpdate(
                string.Join(' ', [instrument.Name.Split('.')[^1], .. tags.ToArray().Select(tag => $"{tag.Value}")]), value, (_, sum) => sum + value));
        listener.Start();
    }
}

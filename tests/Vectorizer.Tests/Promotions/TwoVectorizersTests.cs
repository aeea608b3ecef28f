using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.EventBus;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Tests.Promotions;

/// <summary>Two instances with separate data folders, on one bus and one artifact store.</summary>
public sealed class TwoVectorizersTests : IDisposable
{
    private const int Days = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();
    private readonly FakeFeatureStore features = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly PromotionRuns runs = new();
    private readonly SqliteEventBus bus;

    public TwoVectorizersTests() => bus = new SqliteEventBus(folder.File("bus.sqlite"), new TopicOptions(), time);

    [Fact]
    public async Task Schedule_TwoInstances_RunsTheDailyPromotionOnceADay()
    {
        using var one = await StartAsync("one");
        using var two = await StartAsync("two");
        using var patience = new CancellationTokenSource(Patience);

        // When a host has begun to watch the clock is not known, so it runs until the first tick.
        while ((await TicksAsync()).Count == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromHours(1));
        }

        for (var day = 0; day < Days; day++)
        {
            time.Advance(NextPromotion(time.GetUtcNow()) - time.GetUtcNow());
            while (!(await TicksAsync()).Contains(time.GetUtcNow()))
                await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }

        await bus.CaughtUpAsync();
        await Task.WhenAll(one.StopAsync(), two.StopAsync());

        var ticks = await TicksAsync();
        Assert.Equal(Enumerable.Range(1 - Days, Days).Select(day => time.GetUtcNow().AddDays(day)), ticks.TakeLast(Days));
        Assert.Distinct(ticks);
        Assert.Equal(ticks.Count, runs.Count);
    }

    [Fact]
    public async Task Promotion_OfOneInstance_IsSearchedByTheOther()
    {
        features.Put(TestTrack.Of(1, 10));
        using var one = await StartAsync("one");
        using var two = await StartAsync("two");
        await one.Services.GetRequiredService<IEventPublisher>()
            .PublishAsync(Topics.TracksAccessed, [new OutgoingEvent<TracksAccessed>("first", Events.Access(1, (1, 5)))], CancellationToken.None);
        await bus.CaughtUpAsync();

        // One of them has counted the accesses.
        var promoted = new[] { await PromoteAsync(one), await PromoteAsync(two) };
        var points = new[] { await FindAsync(one), await FindAsync(two) };
        await Task.WhenAll(one.StopAsync(), two.StopAsync());

        Assert.Equal(1, promoted.Sum());
        Assert.All(points, point => Assert.Equal(Events.Track(1), point.Id));
    }

    public void Dispose()
    {
        bus.Dispose();
        folder.Dispose();
    }

    /// <summary>The next 03:00 UTC.</summary>
    private static DateTimeOffset NextPromotion(DateTimeOffset after) =>
        new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero).AddHours(3) is var today && today > after ? today : today.AddDays(1);

    private static async Task<long> PromoteAsync(IHost host) => (await host.Services.GetRequiredService<Promotion>().RunAsync(CancellationToken.None)).Promoted;

    private static async Task<VectorPoint> FindAsync(IHost host)
    {
        var (accesses, index) = (host.Services.GetRequiredService<IAccessStore>(), host.Services.GetRequiredService<IVectorIndex>());
        using var patience = new CancellationTokenSource(Patience);
        while ((await accesses.PromotedAsync(null, 10, patience.Token)).Count == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        await index.RefreshAsync(CancellationToken.None);
        return Assert.Single(await index.GetAsync([Events.Track(1)], CancellationToken.None));
    }

    private async Task<List<DateTimeOffset>> TicksAsync()
    {
        var ticks = new List<DateTimeOffset>();
        await foreach (var record in bus.ReadToEndAsync(Topics.PromotionDue, CancellationToken.None))
            ticks.Add(DateTimeOffset.FromUnixTimeMilliseconds(Topics.PromotionDue.Parser.ParseFrom(record.Payload!.Value.Span).DueMs));
        return ticks;
    }

    private async Task<IHost> StartAsync(string name)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = folder.File(name),
            ["Artifacts:Folder"] = folder.File("artifacts"),
        });
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IFeatureStore>(features).AddSingleton<ILogger<Promotion>>(runs);
        builder.Services.AddSingleton(bus).AddEventBusOn<SqliteEventBus>();
        builder.AddEngines();
        builder.Services.AddProducer(Topics.TracksAccessed);
        builder.AddVectorizer();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Counts the runs of both instances by what they log at their end.</summary>
    private sealed class PromotionRuns : ILogger<Promotion>
    {
        private const int Promoted = 4102;
        private int count;

        public int Count => count;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == Promoted)
                Interlocked.Increment(ref count);
        }
    }
}

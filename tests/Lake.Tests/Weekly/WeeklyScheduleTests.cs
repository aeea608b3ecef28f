using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.Lake.Tests.Support;
using SpotifyPlatform.Lake.Warehouse;
using SpotifyPlatform.Sqlite.Bus;

namespace SpotifyPlatform.Lake.Tests.Weekly;

/// <summary>The schedule of two instances on one bus.</summary>
public sealed class WeeklyScheduleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>One minute before seven in Paris.</summary>
    private static readonly DateTimeOffset FirstSunday = new(2025, 11, 9, 5, 59, 0, TimeSpan.Zero);

    [Fact]
    public async Task Run_TwoInstances_OneRunsTheJobEachSunday()
    {
        using var folder = new TemporaryFolder();
        var clock = new FakeTimeProvider(FirstSunday);
        using var bus = new SqliteEventBus(folder.File("bus.sqlite"), new TopicOptions(), clock);
        var fetch = new FakeArtistFetch(clock);
        var heard = new WeeklyListening(clock);
        using var first = await StartAsync(bus, folder, clock, fetch, heard);
        using var second = await StartAsync(bus, folder, clock, fetch, heard);

        await UntilAsync(() => !heard.Days.IsEmpty, () => fetch.Asked.Count == 1, clock);
        Assert.Equal(new DateOnly(2025, 11, 9), heard.Days.Distinct().Single());
        clock.SetUtcNow(FirstSunday.AddDays(7));
        await UntilAsync(() => heard.Days.Distinct().Count() == 2, () => fetch.Asked.Count == 2, clock);
        await Task.WhenAll(first.StopAsync(), second.StopAsync());

        Assert.Equal([new DateOnly(2025, 11, 9), new DateOnly(2025, 11, 16)], heard.Days.Distinct());
        Assert.Equal(["Heard on 2025-11-09", "Heard on 2025-11-16"], fetch.Asked);
        var rows = await first.Services.GetRequiredService<ISqlWarehouse>().QueryAsync(
            "SELECT artistName FROM dp_lake_prd.lake_spotify__normalized_artist_enrichment ORDER BY artistName", new Dictionary<string, object>(), CancellationToken.None);
        Assert.Equal(fetch.Asked, RowText.Of(rows));
    }

    /// <summary>Lets the clock run until the job has begun, and waits until it has its effect. At this pace patience ends long before the Sunday does.</summary>
    private static async Task UntilAsync(Func<bool> begun, Func<bool> reached, FakeTimeProvider clock)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!reached())
        {
            if (!begun())
                clock.Advance(TimeSpan.FromSeconds(15));
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    private static async Task<IHost> StartAsync(IEventBus bus, TemporaryFolder folder, TimeProvider clock, IArtistFetch fetch, IArtistListeningSource heard)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Lake:DataFolder", folder.File("lake"))]);
        builder.Services.AddSingleton(clock).AddSingleton(bus).AddSingleton(fetch).AddSingleton(heard).AddEventBusOn<SqliteEventBus>();
        builder.AddWeeklyEnrichment("some-service");
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Every day has an artist that was not heard before.</summary>
    private sealed class WeeklyListening(TimeProvider clock) : IArtistListeningSource
    {
        public ConcurrentQueue<DateOnly> Days { get; } = new();

        public IAsyncEnumerable<ArtistListening> ReadAsync(CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            Days.Enqueue(DateOnly.FromDateTime(now.UtcDateTime));
            return Days.Distinct().Select((day, i) => new ArtistListening($"Heard on {day:yyyy-MM-dd}", ArtistRow.IdOf(i), 1, 1, 60_000, now, now)).ToAsyncEnumerable();
        }
    }
}

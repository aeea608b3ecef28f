using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>The service as it is put together, on the embedded bus and feature store.</summary>
public sealed class HostTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Host_EveryPartOnTheBus_WritesTheWholePoint()
    {
        var index = new FakeVectorIndex();
        using var host = Build(index);
        var publisher = host.Services.GetRequiredService<IEventPublisher>();
        await host.StartAsync();
        await publisher.PublishAsync(Topics.TracksMatched, [new OutgoingEvent<TracksMatched>("1", Events.Match((1, 7)))], CancellationToken.None);
        await publisher.PublishAsync(Topics.TracksExtracted, [new OutgoingEvent<TracksExtracted>("1", Events.Describe((1, 50)))], CancellationToken.None);
        await publisher.PublishAsync(Topics.FeaturesExtracted, [new OutgoingEvent<FeaturesExtracted>("1", Events.Features(1))], CancellationToken.None);
        var point = await index.FirstMatched.Task.WaitAsync(Patience);
        await host.StopAsync();
        Assert.Equal((Events.Track(1), Events.Mbid(7)), (point.Id, point.Mbid));
    }

    public static TheoryData<Exception?> Faults() =>
        [null, new IOException("full"), new TimeoutException("locked"), new HttpRequestException("no embedder"), new StoreRefusedException("no key")];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Host_AccessesOnTheBusTwice_ArePromotedByTheScheduleAndCountedOnce(Exception? firstFault)
    {
        var index = new FakeVectorIndex { NextFault = firstFault };
        using var host = Build(index, new NearlyAMinute());
        var publisher = host.Services.GetRequiredService<IEventPublisher>();
        var accesses = host.Services.GetRequiredService<IAccessStore>();
        await host.StartAsync();
        await publisher.PublishAsync(Topics.TracksExtracted, [new OutgoingEvent<TracksExtracted>("1", Events.Describe((1, 10)))], CancellationToken.None);
        await publisher.PublishAsync(Topics.FeaturesExtracted, [new OutgoingEvent<FeaturesExtracted>("1", Events.Features(1))], CancellationToken.None);
        foreach (var id in new[] { "first", "again" })
            await publisher.PublishAsync(Topics.TracksAccessed, [new OutgoingEvent<TracksAccessed>(id, Events.Access(1, (1, 5)))], CancellationToken.None);

        using var patience = new CancellationTokenSource(Patience);
        while ((await accesses.GetAsync([Events.Track(1)], patience.Token)).SingleOrDefault()?.PromotedAt is null)
            await Task.Delay(20, patience.Token);
        await host.StopAsync();

        Assert.Equal([Events.Track(1)], index.Points.Keys);
        Assert.Equal(5, Assert.Single(await accesses.GetAsync([Events.Track(1)], CancellationToken.None)).Count);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>A clock whose every second is the last one of a minute, so that a schedule of each minute is always about to come.</summary>
    private sealed class NearlyAMinute : TimeProvider
    {
        private readonly long began = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow()
        {
            var elapsed = System.GetElapsedTime(began);
            return new DateTimeOffset(2026, 11, 21, 12, 0, 59, TimeSpan.Zero).AddMinutes((int)elapsed.TotalSeconds) + TimeSpan.FromTicks(elapsed.Ticks % TimeSpan.TicksPerSecond);
        }
    }

    private IHost Build(FakeVectorIndex index, TimeProvider? time = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EventBus:Path"] = folder.File("bus.sqlite"),
            ["Storage:DataFolder"] = folder.Path,
            ["Vectorizer:Promotion:Schedule"] = "* * * * *",
        });
        builder.Services.AddSingleton<IVectorIndex>(index);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.AddVectorizer();
        // Twice, as when every service is composed in one process.
        builder.AddVectorizer();
        return builder.Build();
    }
}

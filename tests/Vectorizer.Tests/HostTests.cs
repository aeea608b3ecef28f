using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing.EventBus;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>The composed service on the embedded bus and feature store.</summary>
public sealed class HostTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Host_TablesOnTheBus_DerivesAndSearches()
    {
        using var host = Build();
        var (publisher, store) = (host.Services.GetRequiredService<IEventPublisher>(), host.Services.GetRequiredService<TableStore>());
        await host.StartAsync();
        await VectorizerWorld.PutTracksAsync(store, 1, TestTrack.Of(1, 50), TestTrack.Of(2, 20));
        await publisher.PublishAsync(
            Topics.TableGenerationPublished, [new OutgoingEvent<GenerationPublished>("tracks/1", new() { Table = "tracks", Number = 1 })], CancellationToken.None);
        await host.Services.GetRequiredService<IEventBus>().CaughtUpAsync();
        var found = await host.Services.GetRequiredService<IVectorIndex>().GetAsync([Events.Track(1), Events.Track(2)], CancellationToken.None);
        await host.StopAsync();
        Assert.Equal([Events.Track(1)], found.Select(point => point.Id));
    }

    [Fact]
    public async Task Host_AccessesOnTheBusTwice_AreCountedOnceAndPromoted()
    {
        using var accesses = new SqliteAccessStore(folder.File("access.sqlite"), TimeProvider.System);
        var features = new FakeFeatureStore();
        features.Put(TestTrack.Of(1, 10));
        using var host = Build(accesses, features);
        var publisher = host.Services.GetRequiredService<IEventPublisher>();
        await host.StartAsync();
        foreach (var id in new[] { "first", "again" })
            await publisher.PublishAsync(Topics.TracksAccessed, [new OutgoingEvent<TracksAccessed>(id, Events.Access(1, (1, 5)))], CancellationToken.None);
        await host.Services.GetRequiredService<IEventBus>().CaughtUpAsync();

        await host.Services.GetRequiredService<Promotion>().RunAsync(CancellationToken.None);
        var found = await host.Services.GetRequiredService<IVectorIndex>().GetAsync([Events.Track(1)], CancellationToken.None);
        await host.StopAsync();

        Assert.Single(found);
        var access = Assert.Single(await accesses.GetAsync([Events.Track(1)], CancellationToken.None));
        Assert.Equal(5, access.Count);
        Assert.NotNull(access.PromotedAt);
    }

    public void Dispose() => folder.Dispose();

    private IHost Build(IAccessStore? accesses = null, IFeatureStore? features = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = folder.Path,
            ["Artifacts:Folder"] = folder.File("artifacts"),
        });
        if (accesses is not null)
            builder.Services.AddSingleton(accesses);
        if (features is not null)
            builder.Services.AddSingleton(features);
        builder.Configuration.AddEmbeddedBus(folder.File("bus.sqlite"));
        builder.AddEngines();
        builder.Services.AddProducer(Topics.TracksAccessed);
        builder.AddVectorizer();
        // Registering twice must be harmless.
        builder.AddVectorizer();
        return builder.Build();
    }
}

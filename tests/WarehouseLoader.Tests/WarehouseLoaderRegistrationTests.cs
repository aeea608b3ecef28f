using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.WarehouseLoader.Tests;

public sealed class WarehouseLoaderRegistrationTests : IDisposable
{
    private readonly LoaderWorld world = new();

    [Fact]
    public async Task Host_PublishedEvents_AreLoadedAndCommitted()
    {
        var shards = new List<ShardRows>();
        for (var i = 0; i < 5; i++)
            shards.Add((await world.Shards.WriteAsync($"{i}w", 10)).Rows);
        var warehouse = new CountingWarehouse(world.Warehouse(), shards.Count);
        using var host = Host(warehouse);
        var bus = host.Services.GetRequiredService<IEventBus>();
        await host.Services.GetRequiredService<IEventPublisher>().PublishAsync(
            Topics.ShardExtracted,
            [.. shards.Select(s => new OutgoingEvent<ShardExtracted>(s.Generation, LoaderWorld.Event(s)))],
            default);
        await host.StartAsync();
        await warehouse.AllLoaded.WaitAsync(TimeSpan.FromSeconds(30));
        await bus.CaughtUpAsync();
        await host.StopAsync();

        Assert.Equal(shards.Count, (await warehouse.ListShardsAsync(default)).Count);
        var lag = Assert.Single(await bus.ReadLagAsync(default), l => l.Group == "warehouse-loader");
        Assert.Equal(0, lag.Pending);
        Assert.Empty(await host.Services.GetRequiredService<IDeadLetters>().ListAsync(default));
    }

    public void Dispose() => world.Dispose();

    private IHost Host(IWarehouse warehouse)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = world.PathOf("data"),
            ["Artifacts:Folder"] = world.Artifacts,
        });
        builder.Services.AddSingleton(warehouse);
        builder.Configuration.AddEmbeddedBus(world.PathOf("bus"));
        builder.AddEngines();
        builder.Services.AddProducer(Topics.ShardExtracted);
        builder.AddWarehouseLoader();
        builder.AddWarehouseLoader();
        Assert.Single(builder.Services, s => s.ServiceType == typeof(IWarehouse));
        return builder.Build();
    }

    private sealed class CountingWarehouse(IWarehouse inner, int expected) : IWarehouse
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int loaded;

        public Task AllLoaded => all.Task;

        public async Task<LoadOutcome> LoadAsync(ShardRows shard, CancellationToken cancellationToken)
        {
            var outcome = await inner.LoadAsync(shard, cancellationToken);
            if (Interlocked.Increment(ref loaded) == expected)
                all.SetResult();
            return outcome;
        }

        public Task<LoadedShard?> FindShardAsync(ShardId shard, CancellationToken cancellationToken) => inner.FindShardAsync(shard, cancellationToken);

        public Task<IReadOnlyList<LoadedShard>> ListShardsAsync(CancellationToken cancellationToken) => inner.ListShardsAsync(cancellationToken);

        public Task<TrackAnalysis?> FindAnalysisAsync(TrackId track, CancellationToken cancellationToken) => inner.FindAnalysisAsync(track, cancellationToken);
    }
}

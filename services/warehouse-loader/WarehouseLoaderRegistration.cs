using Microsoft.Extensions.DependencyInjection.Extensions;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.Storage;
using SpotifyPlatform.WarehouseLoader.Consumers;
using SpotifyPlatform.WarehouseLoader.Loading;

namespace SpotifyPlatform.WarehouseLoader;

/// <summary>The warehouse loader's composition.</summary>
public static class WarehouseLoaderRegistration
{
    /// <summary>The service's name, which is its consumer group.</summary>
    public const string Name = "warehouse-loader";

    /// <summary>Loads the rows of every extracted analysis shard into the warehouse.</summary>
    public static IHostApplicationBuilder AddWarehouseLoader(this IHostApplicationBuilder builder)
    {
        builder.AddWarehouseLoaderStatus();
        builder.AddReadinessCheck<IWarehouse>("warehouse", (warehouse, stop) => warehouse.ListShardsAsync(stop));
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<WarehouseLoaderMetrics>();
        builder.Services.TryAddSingleton<ShardLoader>();
        builder.Services.AddConsumer<ShardExtracted, ShardConsumer>(Topics.ShardExtracted, Name);
        builder.Services.AddProducer(Topics.TableGenerationPublished);
        return builder;
    }

    /// <summary>What the loader has done, without its work.</summary>
    public static IHostApplicationBuilder AddWarehouseLoaderStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddStageCounts<LoadingStages>();
        return builder;
    }
}

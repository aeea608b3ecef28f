using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.EventBus.Sqlite;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ShardExtractor.Catalogue;
using SpotifyPlatform.ShardExtractor.Catalogue.Sqlite;
using SpotifyPlatform.ShardExtractor.Consumers;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.ShardExtractor;

/// <summary>The shard extractor's composition.</summary>
public static class ShardExtractorRegistration
{
    public const string Name = "shard-extractor";

    /// <summary>Turns verified files into rows: analysis shards into row files, the catalogue into events.</summary>
    public static IHostApplicationBuilder AddShardExtractor(this IHostApplicationBuilder builder)
    {
        builder.AddEventBus();
        builder.AddValidatedOptions<ShardExtractorOptions>(ShardExtractorOptions.Section);
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<ShardExtractorMetrics>();
        builder.Services.TryAddSingleton(OpenShards);
        builder.Services.TryAddSingleton<ShardWork>();
        builder.Services.AddCatalogue();
        builder.Services.AddConsumer<FileVerified, FileVerifiedConsumer>(Topics.FileVerified, Name);
        return builder;
    }

    private static IServiceCollection AddCatalogue(this IServiceCollection services)
    {
        services.TryAddSingleton(CatalogueContents.Tracks);
        services.TryAddSingleton(CatalogueContents.Features);
        services.TryAddSingleton(CatalogueContents.Playlists);
        services.TryAddSingleton(typeof(CatalogueStream<,>));
        services.TryAddSingleton<IProgress<CatalogueProgress>, LoggedProgress>();
        services.TryAddSingleton<IFreeSpace, DiskFreeSpace>();
        services.TryAddSingleton<ICatalogueDatabases, SqliteCatalogueDatabases>();
        services.TryAddSingleton(p => SqliteExtractorStore.Open(Path.Combine(Options(p).DataFolder, "extractor.sqlite")));
        services.TryAddSingleton<ICheckpointStore>(p => p.GetRequiredService<SqliteExtractorStore>());
        services.TryAddSingleton<ICatalogueLedger>(p => p.GetRequiredService<SqliteExtractorStore>());
        services.TryAddSingleton<StageProgressFactory>();
        services.TryAddSingleton<DiskGuard>();
        services.TryAddSingleton<CatalogueDecompressor>();
        services.TryAddSingleton<CatalogueFolder>();
        services.TryAddSingleton<TrackTables>();
        services.TryAddSingleton<CatalogueExtraction>();
        return services;
    }

    /// <summary>Opens the output folder and clears away what a killed run left half written.</summary>
    private static ShardExtraction OpenShards(IServiceProvider provider)
    {
        var options = Options(provider);
        new FolderExtraction(options.OutputFolder, options.Extraction).Reconcile();
        return new(options.OutputFolder, options.Extraction, provider.GetRequiredService<TimeProvider>());
    }

    private static ShardExtractorOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<ShardExtractorOptions>>().Value;
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.ShardExtractor.Consumers;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ShardExtractor;

/// <summary>The shard extractor's composition.</summary>
public static class ShardExtractorRegistration
{
    public const string Name = "shard-extractor";

    /// <summary>Extracts verified files: analysis shards into row files and tables, the catalogue into events.</summary>
    public static IHostApplicationBuilder AddShardExtractor(this IHostApplicationBuilder builder)
    {
        builder.AddPlaylistBaskets();
        builder.Services.TryAddSingleton(OpenShards);
        builder.Services.TryAddSingleton<ShardHandler>();
        builder.Services.TryAddSingleton<RowArtifacts>();
        builder.Services.TryAddSingleton<ShardTables>();
        builder.Services.AddServiceStore<ISlotLedger>(StorePath);
        builder.Services.AddCatalogTables();
        builder.Services.AddConsumer<FileVerified, FileVerifiedConsumer>(Topics.FileVerified, Name);
        builder.Services.AddConsumer<FileWithdrawn, FileWithdrawnConsumer>(Topics.FileWithdrawn, Name);
        builder.Services.AddProducer(Topics.ShardExtracted);
        return builder;
    }

    /// <summary>Makes the tables of track numbers and baskets alone, which is all that mining needs of a data set.</summary>
    public static IHostApplicationBuilder AddPlaylistBaskets(this IHostApplicationBuilder builder)
    {
        builder.AddShardExtractorStatus();
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ShardExtractorMetrics>();
        services.TryAddSingleton<IProgress<CatalogProgress>, LoggedProgress>();
        services.TryAddSingleton<IFreeSpace, DiskFreeSpace>();
        services.TryAddSingleton<StageProgressFactory>();
        services.TryAddSingleton<DiskGuard>();
        services.TryAddSingleton<CatalogDecompressor>();
        services.TryAddSingleton<InputDatabases>();
        services.AddDataSetReader<IPlaylistDatabases>();
        services.AddDerivedTable<ExtractedTrackNumberTable>(Name, TrackNumberTable.Name, [InputKinds.Catalog], []);
        services.AddDerivedTable<ExtractedBasketTable>(Name, BasketTable.Name, [InputKinds.Playlists], [TrackNumberTable.Name]);
        return builder;
    }

    /// <summary>What the extractor has done, without its work.</summary>
    public static IHostApplicationBuilder AddShardExtractorStatus(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<ShardExtractorOptions>(ShardExtractorOptions.Section);
        builder.Services.AddStageCounts<ExtractionStages>();
        return builder;
    }

    private static void AddCatalogTables(this IServiceCollection services)
    {
        services.AddDataSetReader<ITableSources>();
        services.TryAddSingleton<TableTools>();
        services.AddDerivedTable<ExtractedTrackTable>(Name, TrackTable.Name, ExtractedTrackTable.Kinds, []);
        services.AddDerivedTable<ExtractedArtistTable>(Name, ArtistTable.Name, ExtractedArtistTable.Kinds, []);
        services.AddDerivedTable<ExtractedAlbumTable>(Name, AlbumTable.Name, ExtractedAlbumTable.Kinds, []);
        services.AddDerivedTable<ExtractedFeatureTable>(Name, FeatureTable.Name, ExtractedFeatureTable.Kinds, []);
    }

    /// <summary>Opens the output folder and removes temporary files of killed runs.</summary>
    private static ShardExtraction OpenShards(IServiceProvider provider)
    {
        var options = Options(provider);
        new FolderExtraction(options.OutputFolder, options.Extraction).Reconcile();
        return new(options.OutputFolder, options.Extraction, provider.GetRequiredService<TimeProvider>());
    }

    private static string StorePath(IServiceProvider provider) => Path.Combine(Options(provider).DataFolder, "extractor");

    private static ShardExtractorOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<ShardExtractorOptions>>().Value;
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectorizer.Consumers;
using SpotifyPlatform.Vectorizer.Loading;
using SpotifyPlatform.Vectorizer.Neighbours;
using SpotifyPlatform.Vectorizer.Promotions;
using SpotifyPlatform.Vectorizer.Tiers;
using SpotifyPlatform.Vectorizer.Vectors;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer;

/// <summary>The composition root of the vectorizer.</summary>
public static class VectorizerRegistration
{
    /// <summary>The service's name, which is its consumer group.</summary>
    public const string Name = "vectorizer";

    public static IHostApplicationBuilder AddVectorizer(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddValidatedOptions<VectorizerOptions>(VectorizerOptions.Section);
        builder.AddVectorizerStatus();
        builder.AddStoreReadinessCheck<IFeatureStore>("feature-store", (store, stop) => store.GetAsync([new TrackId(0)], stop));
        builder.AddReadinessCheck<IAccessStore>("access-store", (store, stop) => store.GetAsync([new TrackId(0)], stop));
        builder.AddReadinessCheck<IVectorIndex>("vector-index", (index, stop) => index.GetAsync([new TrackId(0)], stop));
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<VectorizerMetrics>();
        services.AddVectors();
        services.AddNeighbours();
        services.TryAddSingleton<TierPolicy>();
        services.TryAddSingleton<IPromotionAnnouncer, PromotionAnnouncer>();
        services.TryAddSingleton(s => new Promotion(
            s.GetRequiredService<IAccessStore>(), s.GetRequiredService<IFeatureStore>(), s.GetRequiredService<IVectorIndex>(), s.GetRequiredService<PointComposer>(),
            s.GetRequiredService<TierPolicy>(), s.GetRequiredService<IOptions<VectorizerOptions>>(),
            s.GetRequiredService<IPromotionAnnouncer>(), s.GetRequiredService<ILogger<Promotion>>()));
        services.AddConsumer<TracksAccessed, AccessConsumer>(Topics.TracksAccessed, Name);
        services.AddProducer(Topics.TrackPromoted);
        services.AddPromotedTrackReader();
        services.AddScheduledJob<PromotionDueConsumer>(Topics.PromotionDue, Name, "promotion", s => s.GetRequiredService<IOptions<VectorizerOptions>>().Value.Promotion.NextTime());
        return builder;
    }

    /// <summary>What the vectorizer has done, without its work.</summary>
    public static IHostApplicationBuilder AddVectorizerStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddStageCounts<VectorStages>();
        return builder;
    }

    private static void AddVectors(this IServiceCollection services)
    {
        services.TryAddSingleton<VectorRules>();
        services.AddDerivedTable<DerivedVectors>(Name, VectorTable.Name, [], DerivedVectors.Inputs);
        services.TryAddSingleton<LoadedGenerations>();
        services.TryAddSingleton(s => new IndexLoader(
            s.GetRequiredService<TableStore>(), s.GetRequiredService<LoadedGenerations>(), s.GetRequiredService<PromotedTracks>(),
            s.GetRequiredService<IOptions<StorageOptions>>(), s.GetRequiredService<IVectorIndex>(), s.GetRequiredService<ILogger<IndexLoader>>()));
        services.TryAddSingleton(s => new Reindexing(s.GetServices<DerivedTable>(), s.GetRequiredService<IndexLoader>()));
        services.AddConsumer<GenerationPublished, VectorsPublishedConsumer>(Topics.TableGenerationPublished, Name);
    }

    private static void AddNeighbours(this IServiceCollection services)
    {
        services.TryAddSingleton<NeighbourRules>();
        services.AddDerivedTable<DerivedNeighbours>(Name, NeighbourTable.Name, [], DerivedNeighbours.Inputs);
        services.TryAddSingleton(s => new Precomputation(s.GetRequiredService<NeighbourRules>(), s.GetServices<DerivedTable>()));
    }
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Consumers;
using SpotifyPlatform.Vectorizer.Neighbours;
using SpotifyPlatform.Vectorizer.Promotions;
using SpotifyPlatform.Vectorizer.Tiers;
using SpotifyPlatform.Vectorizer.Vectors;

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
        builder.AddReadinessCheck<IFeatureStore>("feature-store", (store, stop) => store.GetAsync([new TrackId(0)], stop));
        builder.AddReadinessCheck<IAccessStore>("access-store", (store, stop) => store.GetAsync([new TrackId(0)], stop));
        builder.AddReadinessCheck<IVectorIndex>("vector-index", (index, stop) => index.GetAsync([new TrackId(0)], stop));
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<VectorizerMetrics>();
        services.TryAddSingleton<TierPolicy>();
        services.TryAddSingleton<TrackVectors>();
        services.AddConsumer<TracksExtracted, TrackDescriptionsConsumer>(Topics.TracksExtracted, Name);
        services.AddConsumer<FeaturesExtracted, FeaturesConsumer>(Topics.FeaturesExtracted, Name);
        services.TryAddSingleton(s => new Promotion(
            s.GetRequiredService<IAccessStore>(), s.GetRequiredService<IVectorIndex>(), s.GetRequiredService<TrackVectors>(),
            s.GetRequiredService<IOptions<VectorizerOptions>>(), s.GetRequiredService<ILogger<Promotion>>()));
        services.TryAddSingleton<Precomputation>();
        services.TryAddSingleton(s => new Reindexing(
            s.GetRequiredService<IFeatureRanking>(), s.GetRequiredService<IAccessStore>(), s.GetRequiredService<TrackVectors>(),
            s.GetRequiredService<IOptions<VectorizerOptions>>()));
        services.AddConsumer<TracksMatched, MatchesConsumer>(Topics.TracksMatched, Name);
        services.AddConsumer<TracksAccessed, AccessConsumer>(Topics.TracksAccessed, Name);
        services.AddScheduledJob<PromotionDueConsumer>(Topics.PromotionDue, Name, "promotion", s => s.GetRequiredService<IOptions<VectorizerOptions>>().Value.Promotion.NextTime());
        return builder;
    }

    /// <summary>What the vectorizer has done, without its work.</summary>
    public static IHostApplicationBuilder AddVectorizerStatus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddStageCounts<VectorStages>();
        return builder;
    }
}

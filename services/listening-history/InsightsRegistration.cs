using Microsoft.Extensions.DependencyInjection.Extensions;
using SpotifyPlatform.ListeningHistory.Api;
using SpotifyPlatform.ListeningHistory.Ecosystem;
using SpotifyPlatform.ListeningHistory.Grpc;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Json;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Publishing.DuckDb;
using SpotifyPlatform.ListeningHistory.Store;
using SpotifyPlatform.ListeningHistory.Sync;
using SpotifyPlatform.ListeningHistory.Sync.PostgreSql;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.ListeningHistory;

/// <summary>Registers what is derived from the rows: published files, insights, PostgreSQL.</summary>
internal static class InsightsRegistration
{
    public static IHostApplicationBuilder AddInsights(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<PublishingOptions>(PublishingOptions.Section);
        builder.AddValidatedOptions<SyncOptions>(SyncOptions.Section);
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton<ListeningHistoryMetrics>();
        services.TryAddSingleton<ITrackMetadataSource, PlatformTrackMetadata>();
        services.TryAddSingleton<PlaysFileBuilder>();
        services.TryAddSingleton<PlaysPublisher>();
        services.TryAddSingleton<PublishedPlays>();
        services.TryAddSingleton<IPublishedPlays>(provider => provider.GetRequiredService<PublishedPlays>());
        services.TryAddSingleton<IPublishedTables>(provider => provider.GetRequiredService<PublishedPlays>());
        services.TryAddSingleton<IExclusionStore, PublishedExclusions>();
        services.TryAddSingleton<InsightApi>();
        services.TryAddSingleton<ExclusionApi>();
        services.TryAddSingleton<PostgresSync>();
        services.TryAddSingleton<ScrobbleImports>();
        services.TryAddSingleton<PlayExport>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IListeningChanges, PublishOnChange>());
        return builder;
    }

    public static WebApplication MapInsights(this WebApplication app)
    {
        app.MapGrpcService<InsightsGrpcService>();
        InsightEndpoints.MapInsights(app);
        return app;
    }
}

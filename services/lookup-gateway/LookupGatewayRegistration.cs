using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.LookupGateway.Admission;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Grpc;
using SpotifyPlatform.LookupGateway.Json;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.LookupGateway.Progress;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Health;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway;

/// <summary>Composition root of the read API.</summary>
public static class LookupGatewayRegistration
{
    public const string Name = "lookup-gateway";

    /// <summary>The read API without a server; the command line uses it directly.</summary>
    public static IHostApplicationBuilder AddLookupGateway(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<LookupGatewayOptions>(LookupGatewayOptions.Section);
        builder.AddAdmissionPolicies();
        builder.Services.AddPipelineStatus();
        builder.AddReadiness();
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<LookupGatewayMetrics>();
        builder.Services.TryAddSingleton<AccessQueue>();
        builder.Services.TryAddSingleton<IAccessRecorder>(services => services.GetRequiredService<AccessQueue>());
        builder.Services.TryAddSingleton<IAccessEvents, AccessEvents>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AccessPublisher>());
        builder.Services.AddProducer(Topics.TracksAccessed);
        builder.Services.AddPromotedTrackReader();
        builder.Services.AddEnrichedRowReaders();
        builder.Services.TryAddSingleton<TrackResolver>();
        builder.Services.TryAddSingleton<EnrichedTracks>();
        builder.Services.TryAddSingleton<TrackLookup>();
        builder.Services.TryAddSingleton<ArtistLookup>();
        builder.Services.TryAddSingleton<PrecomputedNeighbours>();
        builder.Services.TryAddSingleton<SeedVectorCache>();
        builder.Services.TryAddSingleton<SimilarLookup>();
        builder.Services.TryAddSingleton<LookupApi>();
        builder.Services.TryAddSingleton<TablesApi>();
        return builder;
    }

    /// <summary>Maps the gRPC service and the JSON endpoints.</summary>
    public static WebApplication MapLookupGateway(this WebApplication app)
    {
        app.MapGrpcService<LookupGrpcService>();
        app.MapGrpcService<PipelineStatusGrpcService>();
        app.MapGrpcService<TablesGrpcService>();
        app.MapLookup();
        return app;
    }

    private static void AddPipelineStatus(this IServiceCollection services)
    {
        services.AddServiceStatus();
        services.AddOptions<ServiceAddresses>()
            .Configure<IConfiguration>((addresses, configuration) => addresses.Read(configuration.GetSection(ServiceAddresses.Section)))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServiceAddresses>, ServiceAddresses.Validator>());
        services.TryAddSingleton<IServiceStatusClient, GrpcServiceStatusClient>();
        services.TryAddSingleton<PipelineStatusQuery>();
    }

    /// <summary>Every store that answers a request. The event bus is not among them: access records are dropped while it is away.</summary>
    private static void AddReadiness(this IHostApplicationBuilder builder)
    {
        var probe = new TrackId(0);
        builder.AddStoreReadinessCheck<ICatalog>("catalog", (catalog, stop) => catalog.GetAsync([probe], stop).AsTask());
        builder.AddStoreReadinessCheck<IFeatureStore>("feature-store", (store, stop) => store.GetAsync([probe], stop));
        builder.AddStoreReadinessCheck<IXrefStore>("xref-store", (store, stop) => store.GetAsync([probe], stop));
        builder.AddStoreReadinessCheck<IPairStore>("pair-store", (store, stop) => store.TopAsync(probe, 1, stop));
        builder.AddStoreReadinessCheck<INeighbourStore>("neighbour-store", (store, stop) => store.GetAsync(probe, stop));
        builder.AddStoreReadinessCheck<IEnrichedRows>("enriched-rows", (rows, stop) => rows.FindTracksAsync([probe], stop));
        builder.AddStoreReadinessCheck<IWarehouse>("warehouse", (warehouse, stop) => warehouse.FindAnalysisAsync(probe, stop));
        builder.AddStoreReadinessCheck<IVectorIndex>("vector-index", (index, stop) => index.GetAsync([probe], stop));

        // A remote model may charge for each request.
        builder.AddReadinessCheck<IEmbedder>("embedder", (embedder, stop) => embedder.EmbedAsync(["music"], stop), reuse: TimeSpan.FromMinutes(1));
    }
}

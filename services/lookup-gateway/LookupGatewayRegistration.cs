using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.LookupGateway.Contract;
using SpotifyPlatform.LookupGateway.Grpc;
using SpotifyPlatform.LookupGateway.Json;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.LookupGateway.Sqlite;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Engines;

namespace SpotifyPlatform.LookupGateway;

/// <summary>The composition root of the read API.</summary>
public static class LookupGatewayRegistration
{
    /// <summary>What answers: also enough for the command line, which asks without a server.</summary>
    public static IHostApplicationBuilder AddLookupGateway(this IHostApplicationBuilder builder)
    {
        builder.AddStorage();
        builder.AddEventBus(neededToServe: false);
        builder.AddValidatedOptions<LookupGatewayOptions>(LookupGatewayOptions.Section);
        builder.Services.TryAddSingleton<ICatalog>(services => new SqliteCatalog(
            Path.Combine(services.GetRequiredService<IOptions<LookupGatewayOptions>>().Value.CatalogFolder, "spotify_clean.sqlite3")));
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<LookupGatewayMetrics>();
        builder.Services.TryAddSingleton<AccessLog>();
        builder.Services.TryAddSingleton<IAccessLog>(services => services.GetRequiredService<AccessLog>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AccessPublisher>());
        builder.Services.TryAddSingleton<TrackResolver>();
        builder.Services.TryAddSingleton<TrackLookup>();
        builder.Services.TryAddSingleton<PrecomputedNeighbours>();
        builder.Services.TryAddSingleton<Seeds>();
        builder.Services.TryAddSingleton<SimilarLookup>();
        builder.Services.TryAddSingleton<Answering>();
        return builder;
    }

    /// <summary>The gRPC service and its JSON twin.</summary>
    public static WebApplication MapLookupGateway(this WebApplication app)
    {
        app.MapGrpcService<LookupGrpcService>();
        app.MapLookup();
        return app;
    }
}

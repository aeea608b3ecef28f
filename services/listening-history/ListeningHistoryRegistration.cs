using Microsoft.Extensions.DependencyInjection.Extensions;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Consumers;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Grpc;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Json;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Store;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.ListeningHistory;

/// <summary>The composition root.</summary>
public static class ListeningHistoryRegistration
{
    public const string Name = "listening-history";

    /// <summary>The service: imports, and what the bus brings and gets.</summary>
    public static IHostApplicationBuilder AddListeningHistory(this IHostApplicationBuilder builder)
    {
        builder.AddListeningImports();
        builder.Services.AddServiceStatus();
        builder.Services.TryAddSingleton<ArtistRequestPublisher>();
        builder.Services.AddSingleton<IListeningChanges>(provider => provider.GetRequiredService<ArtistRequestPublisher>());
        builder.Services.AddHostedService<ArtistRequestsAtStart>();
        builder.Services.AddHostedService<PublishAtStart>();
        builder.Services.AddProducer(Topics.ArtistsRequested);
        builder.Services.AddEnrichedRowReaders();
        builder.Services.AddConsumer<PlaysObserved, PlaysObservedConsumer>(Topics.PlaysObserved, Name);
        return builder;
    }

    /// <summary>Imports and insights, without a bus: what the command line needs, also beside a running service.</summary>
    public static IHostApplicationBuilder AddListeningImports(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<ListeningHistoryOptions>(ListeningHistoryOptions.Section);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ExportLimits.Default);
        services.AddServiceStore<IListeningStores>();
        services.AddServiceStore<IImportStores>();
        services.TryAddSingleton<AccountAccess>();
        services.TryAddSingleton<ListeningImports>();
        builder.AddInsights();
        return builder;
    }

    /// <summary>The gRPC services and their JSON twins.</summary>
    public static WebApplication MapListeningHistory(this WebApplication app)
    {
        app.MapGrpcService<ImportsGrpcService>();
        app.MapImports();
        app.MapInsights();
        return app;
    }
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Lake;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.SpotifyApiEnricher.Consumers;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Enrichment;
using SpotifyPlatform.SpotifyApiEnricher.Jobs;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;
using SpotifyPlatform.SpotifyApiEnricher.Store;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher;

/// <summary>The composition root.</summary>
public static class SpotifyApiEnricherRegistration
{
    /// <summary>The service's name, which is its consumer group.</summary>
    public const string Name = "spotify-api-enricher";

    /// <summary>The service: jobs by schedule, and requests from the bus. Without credentials it takes nothing from the bus, so that requests wait there.</summary>
    public static IHostApplicationBuilder AddSpotifyApiEnricher(this IHostApplicationBuilder builder)
    {
        builder.AddSpotifyJobs();
        builder.Services.AddServiceStatus();
        if (!(builder.Configuration.GetValue<bool?>($"{SpotifyApiEnricherOptions.Section}:{nameof(SpotifyApiEnricherOptions.Enabled)}") ?? new SpotifyCredentials().AreSet))
            return builder;
        var services = builder.Services;
        services.TryAddSingleton<OutboxPublisher>();
        services.AddProducer(Topics.PlaysObserved);
        services.AddProducer(Topics.ArtistEnriched);
        services.AddProducer(Topics.TrackEnriched);
        services.AddConsumer<ArtistsRequested, ArtistsRequestedConsumer>(Topics.ArtistsRequested, Name);
        services.AddConsumer<TracksRequested, TracksRequestedConsumer>(Topics.TracksRequested, Name);
        services.AddScheduledJob<PlayHistoryDueConsumer>(Topics.PlayHistoryDue, Name, "play-history", s => SpotifyApiEnricherOptions.Next(Options(s).PlayHistorySchedule), JobDueConsumer.MaxBatch);
        services.AddScheduledJob<PlaylistsDueConsumer>(Topics.PlaylistsDue, Name, "playlists", s => SpotifyApiEnricherOptions.Next(Options(s).PlaylistSchedule), JobDueConsumer.MaxBatch);
        services.AddScheduledJob<ProfileDueConsumer>(Topics.ProfileDue, Name, "profile", s => SpotifyApiEnricherOptions.Next(Options(s).ProfileSchedule), JobDueConsumer.MaxBatch);
        services.AddHostedService<RequestWorker>();
        builder.AddWeeklyEnrichment(Name);
        return builder;
    }

    /// <summary>Jobs and enrichment, without a bus: what the command line needs, also beside a running service.</summary>
    public static IHostApplicationBuilder AddSpotifyJobs(this IHostApplicationBuilder builder)
    {
        builder.AddValidatedOptions<SpotifyApiEnricherOptions>(SpotifyApiEnricherOptions.Section);
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SpotifyApiEnricherMetrics>();
        services.AddStores();
        services.AddWebApi();
        services.TryAddSingleton(new SpotifyCredentials());
        services.TryAddSingleton<TokenCipher>();
        services.TryAddSingleton<TokenEndpoint>();
        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<Login>();
        services.TryAddSingleton<QuotaRules>();
        services.TryAddSingleton<BudgetEstimate>();
        services.TryAddSingleton<Capabilities>();
        services.TryAddSingleton<SpotifyApi>();
        services.TryAddSingleton<JobRunner>();
        services.TryAddSingleton<FeatureFill>();
        services.TryAddSingleton<PlayHistoryJob>();
        services.TryAddSingleton<PlaylistJob>();
        services.TryAddSingleton<QueuedPlaylists>();
        services.TryAddSingleton<ProfileJob>();
        services.TryAddSingleton<Replay>();
        services.TryAddSingleton<EntityFetch>();
        services.TryAddSingleton<ArtistFile>();
        services.TryAddSingleton<ArtistEnrichment>();
        services.TryAddSingleton<IArtistFetch, ArtistFetch>();
        services.TryAddSingleton<RequestedEnrichment>();
        return builder;
    }

    /// <summary>All ports are one file's.</summary>
    private static void AddStores(this IServiceCollection services)
    {
        static string PathOf(IServiceProvider s) => Path.Combine(Options(s).DataFolder, "spotify-api");
        services.AddServiceStore<IQuotaStore>(PathOf);
        services.AddServiceStore<IGrantStore>(PathOf);
        services.AddServiceStore<ICapabilityStore>(PathOf);
        services.AddServiceStore<IIngestStore>(PathOf);
        services.AddServiceStore<IAccountRows>(PathOf);
        services.AddServiceStore<IFeatureGaps>(PathOf);
        services.AddServiceStore<IEnrichmentStore>(PathOf);
        services.AddServiceStore<IOutbox>(PathOf);
    }

    private static SpotifyApiEnricherOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<SpotifyApiEnricherOptions>>().Value;
}

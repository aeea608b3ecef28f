using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Lake.Candidates;
using SpotifyPlatform.Lake.Fetch;
using SpotifyPlatform.Lake.Ingest;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.Lake.Models;
using SpotifyPlatform.Lake.Reports;
using SpotifyPlatform.Lake.Warehouse;
using SpotifyPlatform.Lake.Warehouse.BigQuery;
using SpotifyPlatform.Lake.Warehouse.DuckDb;
using SpotifyPlatform.Lake.Weekly;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Lake;

/// <summary>Registers lake and hub.</summary>
public static class LakeRegistration
{
    /// <summary>The weekly enrichment's name among scheduled jobs.</summary>
    public const string WeeklyJob = "enrichment";

    /// <summary>Ingestion, models and reports on the warehouse that <see cref="LakeOptions.Engine"/> chooses.</summary>
    public static IHostApplicationBuilder AddLake(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddValidatedOptions<LakeOptions>(LakeOptions.Section);
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LakeMetrics>();
        services.TryAddSingleton(Open);
        services.TryAddSingleton<FileIngestion>();
        services.TryAddSingleton<ModelRunner>();
        services.TryAddSingleton<EnrichmentReports>();
        services.TryAddSingleton<ArtistCandidates>();
        services.TryAddSingleton<EnrichmentFetch>();
        services.TryAddSingleton<ListeningSnapshot>();
        services.TryAddSingleton<WeeklyEnrichment>();
        return builder;
    }

    /// <summary>Runs the weekly enrichment by its schedule, once however many instances of the service run.</summary>
    /// <param name="service">The service, which also registers <see cref="IArtistFetch"/>.</param>
    public static IHostApplicationBuilder AddWeeklyEnrichment(this IHostApplicationBuilder builder, string service)
    {
        builder.AddLake();
        builder.Services.AddScheduledJob<WeeklyDueConsumer>(
            Topics.EnrichmentDue, service, WeeklyJob, services => Options(services).Weekly.NextTime(), WeeklyDueConsumer.MaxBatch);
        return builder;
    }

    private static ISqlWarehouse Open(IServiceProvider services)
    {
        var options = Options(services);
        if (options.Engine == WarehouseEngine.Embedded)
            return new DuckDbWarehouse(options.WarehouseFile, EmbeddedDatasets(), options.MaxMemoryBytes);
        var client = new BigQueryClientBuilder
        {
            ProjectId = options.Project, DefaultLocation = options.Location, Time = services.GetRequiredService<TimeProvider>(),
            Metrics = new BigQueryMetrics(services.GetRequiredService<IMeterFactory>()), Logger = services.GetRequiredService<ILogger<BigQueryClient>>(),
        };
        return new BigQueryWarehouse(client.Build());
    }

    private static string[] EmbeddedDatasets() =>
        [.. LakeTarget.Environments.Select(environment => LakeTarget.Of(environment)).SelectMany(target => new[] { target.LakeDataset, target.HubDataset })];

    private static LakeOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<LakeOptions>>().Value;
}

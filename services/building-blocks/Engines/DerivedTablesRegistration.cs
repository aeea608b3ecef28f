using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines;

/// <summary>Registers the tables that a service owns.</summary>
public static class DerivedTablesRegistration
{
    /// <summary>
    /// Keeps a table what its inputs make of it while the host runs: it is derived at start, and whenever one of its inputs is announced, in a group of its own.
    /// </summary>
    /// <param name="service">Whose table it is.</param>
    /// <param name="name">The table's name.</param>
    /// <param name="inputFiles">Kinds of files that it is made of: the first part of their slot.</param>
    /// <param name="inputTables">Names of tables that it is made of.</param>
    /// <param name="planner">Hands units of work to other instances; null builds all of them in one.</param>
    public static IServiceCollection AddDerivedTable<TTable>(
        this IServiceCollection services, string service, string name, IReadOnlyList<string> inputFiles, IReadOnlyList<string> inputTables,
        Func<IServiceProvider, IUnitPlanner>? planner = null)
        where TTable : class, IDerivedTable
    {
        services.AddTableDeriver<TTable>(service, inputFiles, inputTables, planner);
        services.AddProducer(Topics.TableGenerationPublished);
        services.TryAddSingleton<DerivingStartup>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DerivingStartup>(s => s.GetRequiredService<DerivingStartup>()));
        services.AddStageCounts<LeftOutStages>();
        services.AddMetrics();
        services.TryAddSingleton<DerivedTableMetrics>();
        services.TryAddSingleton<DerivedTableMonitor>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DerivedTableMonitor>(s => s.GetRequiredService<DerivedTableMonitor>()));
        var group = $"{service}.{name}";
        if (inputFiles.Count > 0)
        {
            services.AddConsumer<FileVerified, InputFileConsumer<TTable>>(Topics.FileVerified, group);
            services.AddConsumer<FileWithdrawn, WithdrawnFileConsumer<TTable>>(Topics.FileWithdrawn, group);
        }

        if (inputTables.Count > 0)
            services.AddConsumer<GenerationPublished, InputTableConsumer<TTable>>(Topics.TableGenerationPublished, group);
        return services;
    }

    private static void AddTableDeriver<TTable>(
        this IServiceCollection services, string service, IReadOnlyList<string> inputFiles, IReadOnlyList<string> inputTables,
        Func<IServiceProvider, IUnitPlanner>? planner)
        where TTable : class, IDerivedTable
    {
        if (services.Any(registered => registered.ServiceType == typeof(DerivedTable<TTable>)))
            return;
        services.TryAddSingleton<TTable>();
        services.AddSingleton(s => new DerivedTable<TTable>(
            service,
            new TableDeriver(
                s.GetRequiredService<TTable>(), s.GetRequiredService<TableStore>(), s.GetRequiredService<RefusalLog>(), planner?.Invoke(s),
                s.GetRequiredService<IGenerationAnnouncer>(), $"{service} on {Environment.MachineName}", s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<TableDeriver>>()),
            inputFiles,
            inputTables));
        services.AddSingleton<DerivedTable>(s => s.GetRequiredService<DerivedTable<TTable>>());
    }
}

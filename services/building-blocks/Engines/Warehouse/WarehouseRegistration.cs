using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.BigQuery;
using SpotifyPlatform.BigQuery.Warehouse;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.Warehouse;

/// <summary>Chooses the warehouse: the tables alone, or BigQuery with the tables behind it.</summary>
internal static class WarehouseRegistration
{
    public static void AddWarehouse(this IServiceCollection services)
    {
        services.TryAddSingleton<BigQueryMetrics>();
        services.TryAddSingleton(Client);
        services.TryAddSingleton(BigQuery);
        services.TryAddSingleton(Tables);
        services.TryAddSingleton<IWarehouse>(s => IsBigQuery(s) ? new MirroredWarehouse(s.GetRequiredService<BigQueryWarehouse>(), s.GetRequiredService<TableWarehouse>()) : s.GetRequiredService<TableWarehouse>());
        services.TryAddSingleton<IWarehouseOperations>(s => IsBigQuery(s) ? s.GetRequiredService<BigQueryWarehouse>() : s.GetRequiredService<TableWarehouse>());
        services.TryAddSingleton(TableLoader);
    }

    private static bool IsBigQuery(IServiceProvider services) => Options(services).Warehouse == WarehouseEngine.BigQuery;

    private static TableWarehouse Tables(IServiceProvider services) => new TableWarehouse(
        services.GetRequiredService<TableStore>(), services.GetRequiredService<CurrentTables>(), new Lazy<IGenerationAnnouncer>(services.GetRequiredService<IGenerationAnnouncer>));

    private static IWarehouseTableLoader TableLoader(IServiceProvider services) => IsBigQuery(services)
        ? new BigQueryTableLoader(services.GetRequiredService<BigQueryClient>(), Options(services).BigQuery, services.GetRequiredService<TimeProvider>())
        : throw new StoreRefusedException("There is no warehouse to load tables into: 'platform sql' reads them where they are. Set Storage__Warehouse=BigQuery, GCP_PROJECT_ID and Storage__BigQuery__Dataset.");

    private static BigQueryClient Client(IServiceProvider services) => WarehouseFactory.Connect(
        Options(services).BigQuery, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<BigQueryMetrics>(), services.GetRequiredService<ILogger<BigQueryClient>>());

    private static BigQueryWarehouse BigQuery(IServiceProvider services)
    {
        var artifacts = services.GetRequiredService<IOptions<ArtifactOptions>>().Value;
        var prefix = artifacts.Prefix.Length == 0 ? "" : artifacts.Prefix + '/';
        return WarehouseFactory.Create(
            services.GetRequiredService<BigQueryClient>(), Options(services).BigQuery, services.GetRequiredService<TableStore>(), services.GetRequiredService<ILocalArtifacts>(),
            ArtifactsRegistration.IsBucket(services) ? key => $"gs://{artifacts.Bucket}/{prefix}{key}" : null, Options(services).ScratchFolder, services.GetRequiredService<TimeProvider>());
    }

    private static StorageOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<StorageOptions>>().Value;
}

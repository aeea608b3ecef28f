using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ServiceDefaults;

namespace SpotifyPlatform.Storage.Sqlite;

/// <summary>Registers the embedded stores.</summary>
public static class StorageRegistration
{
    /// <summary>Registers every store on SQLite. A store's file is opened when the store is first asked for; one that is already there stays.</summary>
    public static IHostApplicationBuilder AddStorage(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<StorageOptions>(StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new SqliteFeatureStore(PathOf(s, "features.sqlite"), Clock(s)));
        services.TryAddSingleton<IFeatureStore>(s => s.GetRequiredService<SqliteFeatureStore>());
        services.TryAddSingleton<IFeatureRanking>(s => s.GetRequiredService<SqliteFeatureStore>());
        services.TryAddSingleton<IVectorIndex>(s => new SqliteVectorIndex(PathOf(s, "vectors.sqlite")));
        services.TryAddSingleton<IXrefStore>(s => new SqliteXrefStore(PathOf(s, "xref.sqlite"), Clock(s)));
        services.TryAddSingleton<IPairStore>(s => new SqlitePairStore(PathOf(s, "pairs.sqlite")));
        services.TryAddSingleton<IAccessStore>(s => new SqliteAccessStore(PathOf(s, "access.sqlite"), Clock(s)));
        services.TryAddSingleton<IWarehouse>(s => new SqliteWarehouse(PathOf(s, "warehouse.sqlite"), Clock(s)));
        return builder;
    }

    private static string PathOf(IServiceProvider services, string file) =>
        Path.Combine(services.GetRequiredService<IOptions<StorageOptions>>().Value.DataFolder, file);

    private static TimeProvider Clock(IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}

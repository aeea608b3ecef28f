using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Qdrant;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Engines;

/// <summary>Puts the engines that the options choose behind the ports.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Registers every port, and what composes the vectors of the vector index. A store is opened when it is first asked for; one
    /// that is already there stays.
    /// </summary>
    public static IHostApplicationBuilder AddStorage(this IHostApplicationBuilder builder)
    {
        builder.AddEmbedding();
        var services = builder.Services;
        services.AddValidatedOptions<StorageOptions>(StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => new SqliteFeatureStore(PathOf(s, "features.sqlite"), Clock(s), Access(s)));
        services.TryAddSingleton<IFeatureStore>(s => s.GetRequiredService<SqliteFeatureStore>());
        services.TryAddSingleton<IFeatureRanking>(s => s.GetRequiredService<SqliteFeatureStore>());
        services.TryAddSingleton<QdrantMetrics>();
        services.TryAddSingleton(VectorIndex);
        services.TryAddSingleton<IXrefStore>(s => new SqliteXrefStore(PathOf(s, "xref.sqlite"), Clock(s), Access(s)));
        services.TryAddSingleton<IPairStore>(s => new SqlitePairStore(PathOf(s, "pairs.sqlite"), Access(s)));
        services.TryAddSingleton<IAccessStore>(s => new SqliteAccessStore(PathOf(s, "access.sqlite"), Clock(s), Access(s)));
        services.TryAddSingleton<INeighbourStore>(s => new SqliteNeighbourStore(PathOf(s, "precomputed.sqlite"), Clock(s), Access(s)));
        services.TryAddSingleton<IWarehouse>(s => new SqliteWarehouse(PathOf(s, "warehouse.sqlite"), Clock(s), Access(s)));
        return builder;
    }

    private static IVectorIndex VectorIndex(IServiceProvider services)
    {
        var dimensions = services.GetRequiredService<VectorComposer>().Dimensions;
        return Options(services) is { VectorIndex: VectorEngine.Qdrant } options
            ? new QdrantVectorIndex(
                options.Qdrant, dimensions, Clock(services), services.GetRequiredService<QdrantMetrics>(), services.GetRequiredService<ILogger<QdrantVectorIndex>>())
            : new MappedVectorIndex(PathOf(services, "vectors"), dimensions, services.GetRequiredService<ILogger<MappedVectorIndex>>());
    }

    private static string PathOf(IServiceProvider services, string file) => Path.Combine(Options(services).DataFolder, file);

    private static SqliteAccess Access(IServiceProvider services) => Options(services).ReadOnly ? SqliteAccess.ReadOnly : SqliteAccess.ReadWrite;

    private static StorageOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<StorageOptions>>().Value;

    private static TimeProvider Clock(IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}

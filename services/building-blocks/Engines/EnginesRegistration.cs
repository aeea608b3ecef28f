using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.Qdrant;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Engines;

/// <summary>Chooses the engine behind every shared port by configuration. A host calls it once; services only consume the ports.</summary>
public static class EnginesRegistration
{
    /// <summary>
    /// Registers the event bus, the artifact store, the stores, the vector index and the embedding of their vectors. Stores are opened on first use; a port
    /// that is already registered stays.
    /// </summary>
    /// <param name="busNeededToServe">False for a service that answers without the event bus, and so is ready without it.</param>
    public static IHostApplicationBuilder AddEngines(this IHostApplicationBuilder builder, bool busNeededToServe = true)
    {
        builder.AddEventBus(busNeededToServe);
        builder.AddArtifacts();
        builder.Services.AddTables();
        builder.AddEmbedding();
        var services = builder.Services;
        services.AddValidatedOptions<StorageOptions>(StorageOptions.Section);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFeatureRanking>(s => new TablePopularity(s.GetRequiredService<CurrentTables>().Of(VectorTable.Name)));
        services.TryAddSingleton<StoreSources>();
        services.TryAddSingleton<QdrantMetrics>();
        services.TryAddSingleton<PromotedTracks>();
        services.TryAddSingleton(VectorIndex);
        services.AddSingleton(SqliteAccessStore.Schema);
        services.TryAddSingleton(AccessStore);
        services.AddSingleton(SqliteEnrichedRows.Schema);
        services.TryAddSingleton(EnrichedRows);
        return builder;
    }

    private static IVectorIndex VectorIndex(IServiceProvider services)
    {
        var options = Options(services);
        return options.VectorIndex == VectorEngine.Qdrant
            ? new QdrantVectorIndex(
                options.Qdrant, services.GetRequiredService<VectorComposer>().Dimensions, Clock(services), services.GetRequiredService<QdrantMetrics>(), services.GetRequiredService<ILogger<QdrantVectorIndex>>())
            : new TableVectorIndex(
                services.GetRequiredService<CurrentTables>(), services.GetRequiredService<PromotedTracks>(), options.ScratchFolder, Clock(services),
                services.GetRequiredService<ILogger<TableVectorIndex>>());
    }

    /// <summary>Opens the log of accesses. Damage costs counts and promotions that requests bring back, so it ends no start.</summary>
    private static IAccessStore AccessStore(IServiceProvider services)
    {
        var (path, access) = (PathOf(services, SqliteAccessStore.Schema.FileName), Access(services));
        if (access == SqliteAccess.ReadWrite && SqliteSalvage.RunIfDamaged(path, SqliteAccessStore.Schema) is { } mended)
            Log.AccessesMended(services.GetRequiredService<ILogger<SqliteAccessStore>>(), path, mended.Kept.Values.Sum(), mended.Damaged ?? "gone");
        return new SqliteAccessStore(path, Clock(services), access);
    }

    /// <summary>Opens the copy of the Web API's rows. Damage ends no start: the rows come back from the bus.</summary>
    private static IEnrichedRows EnrichedRows(IServiceProvider services)
    {
        var (path, access) = (PathOf(services, SqliteEnrichedRows.Schema.FileName), Access(services));
        if (access == SqliteAccess.ReadWrite && SqliteSalvage.RunIfDamaged(path, SqliteEnrichedRows.Schema) is { } mended)
            Log.EnrichedRowsMended(services.GetRequiredService<ILogger<SqliteEnrichedRows>>(), path, mended.Kept.Values.Sum(), mended.Damaged ?? "gone");
        return new SqliteEnrichedRows(path, access);
    }

    private static string PathOf(IServiceProvider services, string file) => Path.Combine(Options(services).DataFolder, file);

    private static SqliteAccess Access(IServiceProvider services) => Options(services).ReadOnly ? SqliteAccess.ReadOnly : SqliteAccess.ReadWrite;

    private static StorageOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<StorageOptions>>().Value;

    private static TimeProvider Clock(IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}

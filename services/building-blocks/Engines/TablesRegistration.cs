using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.Engines.Warehouse;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Reports;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Engines;

/// <summary>Puts the tables of the artifact store behind the ports that are read from them.</summary>
internal static class TablesRegistration
{
    /// <summary>Memory in which a writer sorts.</summary>
    private const long SortBytes = 32 << 20;

    /// <summary>Names the reader of announcements in logs and metrics.</summary>
    private const string Reader = "table-readers";

    public static void AddTables(this IServiceCollection services)
    {
        services.TryAddSingleton(s => ActivatorUtilities.CreateInstance<TableStore>(
            s, s.GetRequiredService<IOptions<StorageOptions>>().Value.ScratchFolder, SortBytes, Environment.ProcessorCount));
        services.TryAddSingleton<CurrentTables>();
        services.TryAddSingleton<RefusalLog>();
        services.TryAddSingleton<InputFiles>();
        services.TryAddSingleton<TableReports>();
        services.TryAddSingleton<LeftOutReports>();
        services.TryAddSingleton<IGenerationAnnouncer, GenerationAnnouncer>();
        services.AddBroadcast<GenerationPublished, GenerationReader>(Topics.TableGenerationPublished, Reader, ReadFrom.Newest);
        services.TryAddSingleton<ICatalog, TableCatalog>();
        services.TryAddSingleton<IArtistCatalog, TableArtistCatalog>();
        services.TryAddSingleton<IFeatureStore, TableFeatureStore>();
        services.AddWarehouse();
        services.TryAddSingleton<IPairStore>(s => new TablePairStore(s.GetRequiredService<CurrentTables>().Of(PairTable.Name)));
        services.TryAddSingleton<IXrefStore, TableXrefStore>();
        services.TryAddSingleton<INeighbourStore>(s => new TableNeighbourStore(
            s.GetRequiredService<CurrentTables>().Of(NeighbourTable.Name), s.GetRequiredService<CurrentTables>().Of(VectorTable.Name)));
    }
}

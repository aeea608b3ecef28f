using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines;

/// <summary>Puts the tables of the artifact store behind the ports that are read from them.</summary>
internal static class TablesRegistration
{
    /// <summary>Memory in which a writer sorts.</summary>
    private const long SortBytes = 256 << 20;

    public static void AddTables(this IServiceCollection services)
    {
        services.TryAddSingleton(s => ActivatorUtilities.CreateInstance<TableStore>(
            s, Path.Combine(s.GetRequiredService<IOptions<StorageOptions>>().Value.DataFolder, "scratch"), SortBytes, Environment.ProcessorCount));
        services.TryAddSingleton<RefusalLog>();
        services.TryAddSingleton<IGenerationAnnouncer, LocalReaders>();
        services.TryAddKeyedSingleton(PairTable.Name, (s, name) => ActivatorUtilities.CreateInstance<CurrentTable>(s, name!));
        services.TryAddSingleton<IPairStore>(s => new TablePairStore(s.GetRequiredKeyedService<CurrentTable>(PairTable.Name)));
    }

    /// <summary>Has the readers of this process switch at once. Those of other processes look at the pointer each minute.</summary>
    private sealed class LocalReaders(IServiceProvider services) : IGenerationAnnouncer
    {
        public async Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken)
        {
            if (services.GetKeyedService<CurrentTable>(table) is { } readers)
                await readers.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

using Microsoft.Extensions.Options;
using SpotifyPlatform.Engines;
using SpotifyPlatform.LookupGateway;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Vectors;
using TableStore = SpotifyPlatform.Tables.TableStore;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>Checks that a store exists before it is asked: a missing store reads as empty, and "not found" would mislead.</summary>
internal static class RequiredStore
{
    /// <exception cref="CommandException">No features were stored.</exception>
    public static void Features(IServiceProvider services) => Require(services, "features.sqlite", "no audio features are stored", "platform run");

    /// <exception cref="CommandException">No pairs were mined.</exception>
    public static async Task PairsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<TableStore>().FindCurrentAsync(PairTable.Name, cancellationToken) is null)
            throw Missing(services, "pairs table", "no pairs are stored", "platform mine");
    }

    /// <exception cref="CommandException">No vectors were built.</exception>
    public static async Task VectorsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<TableStore>().FindCurrentAsync(VectorTable.Name, cancellationToken) is null)
            throw Missing(services, "vectors table", "tracks or audio features are missing", "platform run");
    }

    /// <exception cref="CommandException">Neither a catalogue nor features were stored.</exception>
    public static void Tracks(IServiceProvider services)
    {
        var catalog = services.GetRequiredService<IOptions<LookupGatewayOptions>>().Value.CatalogFolder;
        if (!Directory.Exists(catalog) || !Directory.EnumerateFiles(catalog).Any())
            Require(services, "features.sqlite", $"no catalogue is in '{catalog}' and no audio features are stored", "platform run");
    }

    private static void Require(IServiceProvider services, string file, string problem, string command)
    {
        var folder = services.GetRequiredService<IOptions<StorageOptions>>().Value.DataFolder;
        if (!File.Exists(Path.Combine(folder, file)))
            throw Missing(services, file, problem, command);
    }

    private static CommandException Missing(IServiceProvider services, string what, string problem, string command)
    {
        var folder = services.GetRequiredService<IOptions<StorageOptions>>().Value.DataFolder;
        return new CommandException($"'{folder}' has no {what}: {problem}. Run: {command} --input DIR --data '{folder}'");
    }
}

using Microsoft.Extensions.Options;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Neighbours;

/// <summary>Table neighbours: the nearest tracks of the most popular ones in table vectors, found by the query that a request runs.</summary>
internal sealed class DerivedNeighbours(TableStore store, NeighbourRules rules, IOptions<StorageOptions> storage) : IDerivedTable
{
    /// <summary>Raised by every change of the query or of what is written.</summary>
    private const int MappingVersion = 1;

    private const int BatchSize = 1000;

    public static IReadOnlyList<string> Inputs { get; } = [NeighbourTable.Vectors];

    public string Name => NeighbourTable.Name;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        if (!rules.IsEnabled)
            return WantedTable.WaitFor("Neighbours are computed by the command precompute, or where Vectorizer:Precomputed:Enabled is set.");
        if (await store.FindCurrentAsync(VectorTable.Name, cancellationToken).ConfigureAwait(false) is not { } vectors)
            return WantedTable.WaitFor($"Table {VectorTable.Name} was never published.");
        var plan = new TablePlan
        {
            Table = Name, KeyBytes = NeighbourTable.KeyBytes, MappingVersion = MappingVersion, Rules = rules.ToDictionary(),
            Inputs = new() { [NeighbourTable.Vectors] = vectors.ContentSha256 },
        };
        return WantedTable.Of(plan, new() { [NeighbourTable.Vectors] = vectors.Number }, rules.Seeds);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        using var table = await store.OpenContentAsync(VectorTable.Name, plan.Inputs[NeighbourTable.Vectors], cancellationToken).ConfigureAwait(false);
        await Task.Run(() => Write(table, writer, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private void Write(Table table, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        using var vectors = VectorSnapshot.Load(table, storage.Value.ScratchFolder);
        var done = 0L;
        foreach (var seeds in vectors.MostPopular(rules.Seeds).Order().Chunk(BatchSize))
        {
            var nearest = vectors.Nearest(seeds, rules.Neighbours, Environment.ProcessorCount, cancellationToken);
            for (var i = 0; i < seeds.Length; i++)
                writer.Add(seeds[i].ToKey(), NeighbourTable.Write(nearest[i]));
            rows.Report(done += seeds.Length);
        }
    }
}

using Microsoft.Extensions.Options;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>Table vectors: the tracks of tier A that have features, with the MBIDs of their matches, in the structure that a search needs.</summary>
internal sealed class DerivedVectors(TableStore store, VectorRules rules, PointComposer composer, IOptions<StorageOptions> storage, VectorizerMetrics metrics) : IDerivedTable
{
    /// <summary>Raised by every change of which tracks are written, or how their points are made.</summary>
    private const int MappingVersion = 100 * VectorTable.FormatVersion + 1;

    /// <summary>Chunks are large, and read as a whole.</summary>
    private const int PageBytes = 1 << 16;

    private const string None = "none";

    public static IReadOnlyList<string> Inputs { get; } = [TrackTable.Name, FeatureTable.Name, MatchTable.Name];

    public string Name => VectorTable.Name;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var revisions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var input in Inputs)
        {
            var pointer = await store.FindCurrentAsync(input, cancellationToken).ConfigureAwait(false);
            // Matches are added when there are some; the table does not wait for them.
            if (pointer is null && input != MatchTable.Name)
                return WantedTable.WaitFor($"Table {input} was never published.");
            (contents[input], revisions[input]) = (pointer?.ContentSha256 ?? None, pointer?.Number ?? 0);
        }

        var plan = new TablePlan
        {
            Table = Name, KeyBytes = VectorTable.KeyBytes, PageBytes = PageBytes, MappingVersion = MappingVersion, Rules = rules.ToDictionary(), Inputs = contents,
        };
        return WantedTable.Of(plan, revisions, sourceRows: 0);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        using var tracks = await store.OpenContentAsync(TrackTable.Name, plan.Inputs[TrackTable.Name], cancellationToken).ConfigureAwait(false);
        using var features = await store.OpenContentAsync(FeatureTable.Name, plan.Inputs[FeatureTable.Name], cancellationToken).ConfigureAwait(false);
        using var matches = plan.Inputs[MatchTable.Name] is not None and var content
            ? await store.OpenContentAsync(MatchTable.Name, content, cancellationToken).ConfigureAwait(false)
            : null;
        using var builder = new VectorTableBuilder(composer.Dimensions, storage.Value.ScratchFolder);
        using var join = new TrackJoin(tracks, features, matches, rules.MinPopularity, writer);
        var done = 0L;
        while (join.NextBatch(cancellationToken) is { Count: > 0 } batch)
        {
            var points = await composer.ComposeAsync(batch.Select(track => track.Profile), cancellationToken).ConfigureAwait(false);
            foreach (var (track, point) in batch.Zip(points))
                builder.Add(point, track.Known);
            rows.Report(done += batch.Count);
        }

        await Task.Run(() => builder.Write(writer, Environment.ProcessorCount, cancellationToken), cancellationToken).ConfigureAwait(false);
        metrics.Produced(builder.Count);
    }
}

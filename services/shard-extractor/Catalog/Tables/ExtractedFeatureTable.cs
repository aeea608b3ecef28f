using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of audio features.</summary>
internal sealed class ExtractedFeatureTable(TableTools tools) : ExtractedTable(tools, FeatureTable.Name, FeatureTable.KeyBytes, Kinds)
{
    public static readonly IReadOnlyList<string> Kinds = [InputKinds.Features];

    protected override Task<IReadOnlyList<string>> ListKindsAsync(CancellationToken cancellationToken) => Task.FromResult(Kinds);

    protected override ITableRows Open(ITableSources sources, IReadOnlyList<string> paths) => sources.OpenFeatures(paths[0]);
}

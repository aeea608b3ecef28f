using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of albums.</summary>
internal sealed class ExtractedAlbumTable(TableTools tools) : ExtractedTable(tools, AlbumTable.Name, AlbumTable.KeyBytes, Kinds)
{
    public static readonly IReadOnlyList<string> Kinds = [InputKinds.Catalog, InputKinds.Albums];

    protected override async Task<IReadOnlyList<string>> ListKindsAsync(CancellationToken cancellationToken) =>
        await FindCatalogAsync(cancellationToken).ConfigureAwait(false) is { } catalog && !InputKinds.IsSeparate(catalog) ? [InputKinds.Catalog] : [InputKinds.Albums];

    protected override ITableRows Open(ITableSources sources, IReadOnlyList<string> paths) => sources.OpenAlbums(paths[0]);
}

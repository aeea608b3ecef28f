using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of albums.</summary>
internal sealed class ExtractedAlbumTable(TableTools tools) : ExtractedTable(tools, AlbumTable.Name, AlbumTable.KeyBytes)
{
    public static readonly IReadOnlyList<string> Kinds = [FileKinds.Catalog, FileKinds.Albums];

    protected override async Task<IReadOnlyList<string>> ListKindsAsync(CancellationToken cancellationToken) =>
        await FindCatalogAsync(cancellationToken).ConfigureAwait(false) is { } catalog && !FileKinds.IsSeparate(catalog) ? [FileKinds.Catalog] : [FileKinds.Albums];

    protected override ITableRows Open(ITableSources sources, IReadOnlyList<string> paths) => sources.OpenAlbums(paths[0]);
}

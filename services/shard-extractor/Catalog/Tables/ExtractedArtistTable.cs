using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of artists.</summary>
internal sealed class ExtractedArtistTable(TableTools tools) : ExtractedTable(tools, ArtistTable.Name, ArtistTable.KeyBytes, Kinds)
{
    public static readonly IReadOnlyList<string> Kinds = [InputKinds.Catalog, InputKinds.Artists];

    protected override async Task<IReadOnlyList<string>> ListKindsAsync(CancellationToken cancellationToken) =>
        await FindCatalogAsync(cancellationToken).ConfigureAwait(false) is { } catalog && !InputKinds.IsSeparate(catalog) ? [InputKinds.Catalog] : [InputKinds.Artists];

    protected override ITableRows Open(ITableSources sources, IReadOnlyList<string> paths) => sources.OpenArtists(paths[0]);
}

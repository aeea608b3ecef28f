using SpotifyPlatform.Storage.Catalog;


namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The table of tracks, with the names of their artists and albums.</summary>
internal sealed class ExtractedTrackTable(TableTools tools) : ExtractedTable(tools, TrackTable.Name, TrackTable.KeyBytes, Kinds)
{
    public static readonly IReadOnlyList<string> Kinds = [InputKinds.Catalog, InputKinds.Artists, InputKinds.Albums];

    protected override async Task<IReadOnlyList<string>> ListKindsAsync(CancellationToken cancellationToken) =>
        await FindCatalogAsync(cancellationToken).ConfigureAwait(false) is { } catalog && InputKinds.IsSeparate(catalog) ? Kinds : [InputKinds.Catalog];

    protected override ITableRows Open(ITableSources sources, IReadOnlyList<string> paths) =>
        paths.Count == 1 ? sources.OpenTracks(paths[0], null, null) : sources.OpenTracks(paths[0], paths[1], paths[2]);
}

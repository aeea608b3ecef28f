using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.TableSql.Scans;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>The views of the source documents over the tables of a session.</summary>
internal sealed class SourceViews : IDisposable
{
    private readonly TableSnapshot tables;
    private readonly SortedPairScan sortedPairs;

    public SourceViews(TableSnapshot tables, IAccessStore accesses)
    {
        this.tables = tables;
        sortedPairs = new SortedPairScan(() => tables.Require(PairTable.Name));
        All =
        [
            Of("tracks", TrackTable.Name, CatalogViews.TrackColumns, wanted => new CatalogViews.Tracks(wanted)),
            Of("artists", ArtistTable.Name, CatalogViews.ArtistColumns, _ => new CatalogViews.Artists()),
            Of("albums", AlbumTable.Name, CatalogViews.AlbumColumns, _ => new CatalogViews.Albums()),
            Of("audio_features", FeatureTable.Name, FeatureViews.FeatureColumns, wanted => new FeatureViews.Features(wanted)),
            Of("spotify_audio_features_cache", FeatureTable.Name, FeatureViews.CacheColumns,
                wanted => new FeatureViews.Cache(wanted, PublishedAt(FeatureTable.Name), tables.Find(TrackTable.Name)?.Table)) with { Tables = [FeatureTable.Name, TrackTable.Name] },
            Of("spotify_mbid_xref", MatchTable.Name, RelationViews.XrefColumns, _ => new RelationViews.Xref(PublishedAt(MatchTable.Name))),
            Pairs(),
            Of("spotify_artist_genres", ArtistTable.Name, CatalogViews.GenreColumns, _ => new CatalogViews.Genres(), isRowEach: false),
            new SourceView("precomputed_similar", new TableScan(RelationViews.SimilarColumns, Neighbours, () => null, _ => new RelationViews.Similar()), [NeighbourTable.Name]),
            new SourceView("track_access_log", new AccessScan(accesses), []),
            Analysis("spotify_audio_analysis_tracks", AnalysisViews.TrackColumns, () => new AnalysisViews.Tracks()),
            Analysis("spotify_audio_analysis_sections", AnalysisViews.SectionColumns, () => new AnalysisViews.Sections()),
        ];
    }

    public IReadOnlyList<SourceView> All { get; }

    /// <summary>The generations that a view's rows are made of.</summary>
    public IReadOnlyList<TableSnapshot.Generation> InputsOf(SourceView view) =>
        view.Scan is ManyTablesScan ? Shards() : [.. view.Tables.Select(tables.Find).OfType<TableSnapshot.Generation>()];

    public void Dispose() => sortedPairs.Dispose();

    /// <param name="isRowEach">Whether each row of the table is one of the view.</param>
    private SourceView Of(string name, string table, ScanColumn[] columns, Func<IReadOnlyList<bool>, IRowDecoder> decoder, bool isRowEach = true) =>
        new(name, new TableScan(columns, () => tables.Require(table), () => isRowEach ? tables.Find(table)?.Manifest.Rows : null, decoder), [table]);

    /// <summary>A pair that both tracks list is listed twice; DuckDB applies a filter before it compares rows, and spills where they do not fit.</summary>
    private SourceView Pairs() => new(
        "playlist_cooccurrence",
        new TableScan(
            RelationViews.PairColumns, () => tables.Require(PairTable.Name), () => null,
            _ => new RelationViews.PairListings(tables.Require(PairTable.Name).Manifest.Counts[PairTable.Playlists])),
        [PairTable.Name])
    {
        IsDistinct = true, ExportScan = sortedPairs,
    };

    private SourceView Analysis(string name, ScanColumn[] columns, Func<IRowDecoder> decoder) => new(
        name,
        new ManyTablesScan(columns, Shards, table => AnalysisTable.TryShardOf(table, out var shard) ? shard.FileStem : table, _ => decoder()),
        []);

    /// <exception cref="TableNotBuiltException">No shard is loaded.</exception>
    private IReadOnlyList<TableSnapshot.Generation> Shards() => tables.Shards.Count > 0
        ? [.. tables.Shards.Select(tables.Require)]
        : throw new TableNotBuiltException(AnalysisTable.Prefix + "XX");

    /// <summary>Neighbours of vectors that are not current any more are no answer.</summary>
    private TableSnapshot.Generation Neighbours()
    {
        var neighbours = tables.Require(NeighbourTable.Name);
        return neighbours.Manifest.Plan.Inputs[NeighbourTable.Vectors] == tables.Find(NeighbourTable.Vectors)?.Manifest.ContentSha256
            ? neighbours
            : throw new InvalidDataException("Table 'neighbours' was made of vectors that are not current any more. Run 'platform precompute'.");
    }

    /// <summary>The time of a row that is not stored: when its table was published, in Unix seconds.</summary>
    private long PublishedAt(string table) => tables.Require(table).Pointer.At.ToUnixTimeSeconds();
}

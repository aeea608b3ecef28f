using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>The catalogue of the current generation of its table.</summary>
public sealed class TableCatalog(CurrentTables tables) : ICatalog
{
    private readonly CurrentTable tracks = tables.Of(TrackTable.Name);

    public ValueTask<IReadOnlyList<CatalogTrack>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        tracks.ReadAsync<IReadOnlyCollection<TrackId>, IReadOnlyList<CatalogTrack>>(
            ids, static (table, ids) => Get(table ?? throw new TableNotBuiltException(TrackTable.Name), ids), cancellationToken);

    private static List<CatalogTrack> Get(Table table, IReadOnlyCollection<TrackId> ids)
    {
        var found = new List<CatalogTrack>(ids.Count);
        table.FindTracks(ids, (id, value) => found.Add(Read(id, new TrackRow(value))));
        return found;
    }

    private static CatalogTrack Read(TrackId id, TrackRow row)
    {
        var text = row.Text;
        var artists = new CatalogArtist[text.Artists.Count];
        for (var i = 0; i < artists.Length; i++)
            artists[i] = new CatalogArtist(ArtistId.FromKey(text.Artists[i].Id.Span), text.Artists[i].Name);
        return new CatalogTrack(
            id, text.Name, artists, text.AlbumName, text.ReleaseDate, row.Isrc, row.KnownPopularity, row.DurationMs > 0 ? row.DurationMs : null, row.KnownExplicit, text.Genres);
    }
}

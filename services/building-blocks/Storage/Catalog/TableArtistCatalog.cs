using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>The artists of the current generation of their table.</summary>
public sealed class TableArtistCatalog(CurrentTables tables) : IArtistCatalog
{
    private readonly CurrentTable artists = tables.Of(ArtistTable.Name);

    public ValueTask<ArtistDescription?> FindAsync(ArtistId id, CancellationToken cancellationToken) => artists.ReadAsync(
        id,
        static (table, id) =>
        {
            ArtistDescription? found = null;
            (table ?? throw new TableNotBuiltException(ArtistTable.Name)).FindMany(id.ToKey(), (value, _) => found = Read(ArtistText.Parser.ParseFrom(value)));
            return found;
        },
        cancellationToken);

    /// <summary>0 is unknown.</summary>
    private static ArtistDescription Read(ArtistText text) =>
        new(text.Name, text.Genres, text.Popularity > 0 ? text.Popularity : null, text.Followers > 0 ? text.Followers : null);
}

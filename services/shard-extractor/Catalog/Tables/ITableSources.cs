namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Opens the databases of a catalogue in any known schema.</summary>
/// <remarks>Every member throws <see cref="CatalogRefusedException"/> for a database that is damaged or of an unknown schema.</remarks>
internal interface ITableSources
{
    /// <param name="artistsPath">The database of the artists, where it is another file.</param>
    /// <param name="albumsPath">The database of the albums, where it is another file.</param>
    ITableRows OpenTracks(string path, string? artistsPath, string? albumsPath);

    ITableRows OpenArtists(string path);

    ITableRows OpenAlbums(string path);

    ITableRows OpenFeatures(string path);
}

using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Opens what baskets are made of: the databases of playlists, and those of tracks for their numbers.</summary>
/// <remarks>Every member throws <see cref="CatalogRefusedException"/> for a database of an unknown schema, or one that is damaged.</remarks>
internal interface IPlaylistDatabases
{
    /// <summary>Whether the playlists refer to tracks by row number; the others refer to them by id.</summary>
    bool ReferByNumber(string path);

    /// <param name="maxTracks">Distinct tracks in a basket.</param>
    ICatalogRows<ExtractedBasket> OpenPlaylists(string path, ITracksByNumber tracks, int maxTracks);

    /// <inheritdoc cref="OpenPlaylists(string, ITracksByNumber, int)"/>
    ICatalogRows<ExtractedBasket> OpenPlaylists(string path, ITracksById tracks, int maxTracks);

    /// <summary>Whether playlists may refer to the row numbers of a database of tracks. In the legacy schema they mean nothing.</summary>
    bool HasRowNumbers(string tracksPath);

    /// <summary>The tracks with a valid id and row number, in the order of their row numbers.</summary>
    /// <param name="leftOut">Counts the others.</param>
    /// <param name="invalidValues">Counts the popularities that are no number, which are read as 0.</param>
    IEnumerable<NumberedTrack> ReadTracks(string tracksPath, DropCounts leftOut, DropCounts invalidValues, CancellationToken cancellationToken);
}

/// <summary>A track of the catalogue.</summary>
/// <param name="Row">Its row number.</param>
/// <param name="Popularity">0 to 100.</param>
internal readonly record struct NumberedTrack(long Row, TrackId Id, byte Popularity);

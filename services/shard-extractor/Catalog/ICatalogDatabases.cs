using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Opens the databases of a catalogue in any known schema.</summary>
/// <remarks>Every member throws <see cref="CatalogRefusedException"/> for a database of an unknown schema.</remarks>
internal interface ICatalogDatabases
{
    /// <param name="tracksPath">The database of the tracks in the playlists.</param>
    /// <param name="table">Opens the track table, for playlists that refer to tracks by row number; owned by the result.</param>
    /// <param name="maxTracks">Distinct tracks in a basket.</param>
    ICatalogRows<ExtractedBasket> OpenPlaylists(string path, string tracksPath, Func<TrackTable> table, int maxTracks);

    /// <summary>The tracks with a valid id, in the order of their row numbers.</summary>
    IEnumerable<NumberedTrack> ReadNumberedTracks(string path);

    /// <summary>The highest row number of the tracks.</summary>
    long FindLastTrack(string path);
}

/// <param name="Popularity">0 to 100.</param>
internal readonly record struct NumberedTrack(long Row, TrackId Id, byte Popularity);

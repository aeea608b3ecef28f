using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Opens the databases of a catalogue, in whichever of the known forms they are.</summary>
/// <remarks>Every member throws <see cref="CatalogRefusedException"/> for a database of no known form.</remarks>
internal interface ICatalogDatabases
{
    ICatalogRows<CatalogTrack> OpenTracks(string path);

    ICatalogRows<TrackAudioFeatures> OpenFeatures(string path);

    /// <param name="tracksPath">The database of the tracks that the playlists name.</param>
    /// <param name="table">Opens the tracks' table, for playlists that name tracks by row number; the rows own it.</param>
    /// <param name="maxTracks">Different tracks in a basket.</param>
    ICatalogRows<Basket> OpenPlaylists(string path, string tracksPath, Func<TrackTable> table, int maxTracks);

    /// <summary>The tracks with a valid id, in the order of their row numbers.</summary>
    IEnumerable<TrackKey> ReadTrackKeys(string path);

    /// <summary>The highest row number of the tracks.</summary>
    long FindLastTrack(string path);
}

/// <param name="Popularity">0 to 100.</param>
internal readonly record struct TrackKey(long Row, TrackId Id, byte Popularity);

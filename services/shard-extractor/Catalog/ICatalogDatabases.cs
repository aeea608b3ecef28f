using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>Opens the databases of a catalogue in any known schema.</summary>
/// <remarks>Every member throws <see cref="CatalogRefusedException"/> for a database of an unknown schema.</remarks>
internal interface ICatalogDatabases
{
    ICatalogRows<ExtractedTrack> OpenTracks(string path);

    ICatalogRows<ExtractedFeatures> OpenFeatures(string path);
}

/// <param name="Popularity">0 to 100.</param>
internal readonly record struct NumberedTrack(long Row, TrackId Id, byte Popularity);

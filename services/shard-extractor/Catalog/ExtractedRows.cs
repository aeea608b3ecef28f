using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>The distinct catalogued tracks of one playlist.</summary>
/// <param name="TrackIds">Concatenated 16-byte keys, ascending.</param>
/// <param name="Popularities">One byte (0 to 100) a track.</param>
internal sealed record ExtractedBasket(TrackId Playlist, byte[] TrackIds, byte[] Popularities);

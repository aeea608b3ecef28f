namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>A co-occurring track as stored in a range file: 8 bytes that sort by ordinal when read as a little-endian number.</summary>
/// <param name="Count">Playlists that contain both tracks.</param>
/// <param name="OrdinalById">The other track.</param>
internal readonly record struct Neighbour(int Count, int OrdinalById);

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>A co-occurring track.</summary>
/// <param name="Count">Playlists that contain both tracks.</param>
/// <param name="OrdinalById">The other track.</param>
internal readonly record struct Neighbour(int Count, int OrdinalById);

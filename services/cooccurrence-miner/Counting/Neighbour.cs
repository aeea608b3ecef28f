namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>A track's company, as a range file keeps it: 8 bytes that as a little-endian number are in the order of places.</summary>
/// <param name="Count">Playlists that hold both.</param>
/// <param name="Place">The other track.</param>
internal readonly record struct Neighbour(int Count, int Place);

namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>What choosing asks of a track, by rank and close together: most of it is not in the cache.</summary>
/// <param name="Playlists">Kept playlists that hold it.</param>
internal readonly record struct TrackFacts(int Place, int Playlists);

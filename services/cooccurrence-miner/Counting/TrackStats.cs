namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>What the selection reads of a track, by rank. Kept in one record because most reads miss the cache.</summary>
/// <param name="Playlists">Kept playlists that contain it.</param>
internal readonly record struct TrackStats(int OrdinalById, int Playlists);

using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Sqlite.Vectors;

internal readonly record struct ScoredTrack(TrackId Id, double Score);

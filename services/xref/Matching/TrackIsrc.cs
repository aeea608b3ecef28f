using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>What matching needs to know of a track of the catalogue.</summary>
/// <param name="DurationMs">Milliseconds, or null where unknown.</param>
internal sealed record TrackIsrc(TrackId Id, Isrc? Isrc, long? DurationMs);

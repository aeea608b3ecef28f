using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>The fields of a catalogue track that matching needs.</summary>
/// <param name="DurationMs">Milliseconds; null when unknown.</param>
internal sealed record TrackIsrc(TrackId Id, Isrc? Isrc, long? DurationMs);

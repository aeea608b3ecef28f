namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>A play that the Web API reported.</summary>
/// <param name="PlayedAtMs">Unix milliseconds; taken as the end of the play.</param>
/// <param name="DurationMs">Of the track; the time played is estimated from it.</param>
internal sealed record ObservedPlay(
    long PlayedAtMs, string Uri, string? TrackName, string? ArtistName, string? AlbumName, long DurationMs, string? ContextType, string? ContextUri);

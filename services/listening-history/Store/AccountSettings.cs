namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>What a person may set for their account.</summary>
/// <param name="TimeZone">IANA name; dates and hours are told in it.</param>
/// <param name="MinPlayMs">Milliseconds from which a row counts as a play.</param>
/// <param name="CountsShortTracks">Whether a track shorter than <paramref name="MinPlayMs"/> counts when it was played to its end.</param>
public sealed record AccountSettings(string TimeZone, long MinPlayMs, bool CountsShortTracks);

namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>Settings of an account.</summary>
/// <param name="TimeZone">IANA name of the time zone of dates and hours.</param>
/// <param name="MinPlayMs">Milliseconds from which a row counts as a play.</param>
/// <param name="CountsShortTracks">Whether a track shorter than <paramref name="MinPlayMs"/> counts when it was played to its end.</param>
/// <param name="DatesByStart">Whether date and hour are those of the start of a play; else of its end.</param>
public sealed record AccountSettings(string TimeZone, long MinPlayMs, bool CountsShortTracks, bool DatesByStart);

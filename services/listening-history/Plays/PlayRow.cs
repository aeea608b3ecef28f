using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Plays;

/// <summary>
/// One row of <c>listening_rows</c>. Rows with <see cref="Counts"/> are the rows of <c>plays</c>. Everything but what the export says is
/// derived when rows are read, so the same imports give the same rows in whatever order they were made.
/// </summary>
public sealed record PlayRow
{
    /// <summary>
    /// A positive 63-bit hash of account and identity: the same play keeps its id across imports, undo and machines. Unique in
    /// practice only (a million rows meet with a probability below 10^-7), so no constraint may depend on it.
    /// </summary>
    public required long PlayId { get; init; }

    public required AccountName Account { get; init; }

    /// <summary>End of the play as the export says, UTC; whole seconds (extended), whole minutes (short), milliseconds (API).</summary>
    public required DateTime TsUtc { get; init; }

    /// <summary><see cref="TsUtc"/> in the account's time zone; <see cref="StartedAtUtc"/> where the account's settings say so.</summary>
    public required LocalTime Local { get; init; }

    /// <summary>Start of the play, UTC, milliseconds: the offline timestamp where it is plausible, else <see cref="TsUtc"/> less the time played.</summary>
    public required DateTime StartedAtUtc { get; init; }

    /// <summary>Milliseconds; estimated for rows of the Web API.</summary>
    public required long MsPlayed { get; init; }

    /// <summary>Title of the track, episode or chapter.</summary>
    public string? TrackName { get; init; }

    /// <summary>Artist of the album, or the show of an episode.</summary>
    public string? ArtistName { get; init; }

    /// <summary>Album, or the audiobook of a chapter.</summary>
    public string? AlbumName { get; init; }

    /// <summary>URI of the track, episode or chapter; null in short exports.</summary>
    public string? SpotifyTrackUri { get; init; }

    public required PlayKind ContentKind { get; init; }

    /// <summary>As the export says; free text until October 2023.</summary>
    public string? Platform { get; init; }

    /// <summary>Two letters; ZZ where Spotify does not know.</summary>
    public string? ConnCountry { get; init; }

    public string? ReasonStart { get; init; }

    public string? ReasonEnd { get; init; }

    public bool? Shuffle { get; init; }

    /// <summary>Derived from the export's own field and <see cref="ReasonEnd"/>, because the field was null or always false for years.</summary>
    public required bool Skipped { get; init; }

    public bool? Offline { get; init; }

    /// <summary>A private session; kept, but left out of what is shown to others.</summary>
    public bool? IncognitoMode { get; init; }

    /// <summary>Spotify seems to have written one play twice. Insights leave such rows out unless asked.</summary>
    public required bool SuspectedDuplicate { get; init; }

    public required PlaySource Source { get; init; }

    /// <summary>The first import that holds the row; 0 for rows of the Web API.</summary>
    public required long ImportId { get; init; }

    /// <summary>Why the row is in <c>plays</c> or not.</summary>
    public required PlayOutcome Outcome { get; init; }

    /// <summary>Where the track was played from, for rows that the Web API reported too.</summary>
    public string? ContextType { get; init; }

    /// <inheritdoc cref="ContextType"/>
    public string? ContextUri { get; init; }

    /// <summary>Whether the row is in <c>plays</c>.</summary>
    public bool Counts => Outcome == PlayOutcome.Play;
}

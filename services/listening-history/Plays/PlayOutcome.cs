namespace SpotifyPlatform.ListeningHistory.Plays;

/// <summary>Whether a row counts as a play, and if not, the first reason why not. Each row has exactly one.</summary>
public enum PlayOutcome
{
    /// <summary>Music, played for as long as the account's settings ask.</summary>
    Play = 0,

    /// <summary>Music, played too briefly: a skip.</summary>
    TooShort = 1,
    Podcast = 2,
    Audiobook = 3,
    Video = 4,
    Local = 5,

    /// <summary>The row names nothing.</summary>
    Unknown = 6,

    /// <summary>A better source holds the same span or play: extended before short exports, exports before the Web API.</summary>
    Superseded = 7,
}

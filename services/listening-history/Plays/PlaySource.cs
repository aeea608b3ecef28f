namespace SpotifyPlatform.ListeningHistory.Plays;

/// <summary>Where a row comes from; stored as its number, so numbers never change.</summary>
public enum PlaySource
{
    /// <summary>Extended history, endsong and video files: exact to the second.</summary>
    Extended = 0,

    /// <summary><c>short</c> in tables. Account data of the last twelve months: exact to the minute, names only.</summary>
    AccountData = 1,

    /// <summary>Recently played tracks of the Web API: no time played; it is estimated.</summary>
    Api = 2,

    /// <summary>A listen that another service kept: exact start, time played often estimated.</summary>
    Scrobble = 3,
}

namespace SpotifyPlatform.ListeningHistory.Plays;

/// <summary>What was played; stored as its number, so numbers never change.</summary>
public enum ContentKind
{
    /// <summary>The row names nothing.</summary>
    Unknown = 0,
    Music = 1,
    Podcast = 2,
    Audiobook = 3,

    /// <summary>A row of a video file, whether a music video or a podcast.</summary>
    Video = 4,

    /// <summary>A file of the person's own; its URI is never sent to the Web API.</summary>
    Local = 5,
}

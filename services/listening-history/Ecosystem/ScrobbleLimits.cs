namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>Limits of a file; a real export of 20 years has some 300,000 listens in 150 MB.</summary>
internal static class ScrobbleLimits
{
    /// <summary>Bytes of a JSON document, which is read whole.</summary>
    public const long MaxDocumentBytes = 512L * 1024 * 1024;

    /// <summary>Bytes of all parts of a zip after decompression.</summary>
    public const long MaxArchiveBytes = 4L * 1024 * 1024 * 1024;

    public const int MaxArchiveEntries = 20_000;

    /// <summary>Characters of one line.</summary>
    public const int MaxLineChars = 1024 * 1024;

    public const int MaxDepth = 32;

    /// <summary>Characters of one name.</summary>
    public const int MaxNameChars = 1000;

    public const int MaxScrobbles = 5_000_000;
}

namespace SpotifyPlatform.ListeningHistory.Plays;

/// <summary>The four yes-no fields of a row; each is known only where its second bit says so. Stored as its number.</summary>
[Flags]
internal enum PlayFlags
{
    None = 0,
    Shuffle = 1,
    ShuffleKnown = 2,
    Skipped = 4,
    SkippedKnown = 8,
    Offline = 16,
    OfflineKnown = 32,
    Incognito = 64,
    IncognitoKnown = 128,
}

internal static class PlayFlagsExtensions
{
    /// <summary>The field's value, or null where the export does not say.</summary>
    public static bool? Value(this PlayFlags flags, PlayFlags field) =>
        (flags & (PlayFlags)((int)field << 1)) == 0 ? null : (flags & field) != 0;
}

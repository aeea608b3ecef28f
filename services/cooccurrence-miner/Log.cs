namespace SpotifyPlatform.CooccurrenceMiner;

internal static partial class Log
{
    [LoggerMessage(2601, LogLevel.Information, "Mining the playlists of file {File} by the rules: {Rules}.")]
    public static partial void MiningBegins(ILogger logger, string file, string rules);

    [LoggerMessage(2602, LogLevel.Information,
        "Mined file {File}: {Playlists} playlists kept, {TooShort} too short, {TooLong} too long, {Tracks} tracks, {Pairs} pairs stored in {Elapsed}.")]
    public static partial void Mined(
        ILogger logger, string file, int playlists, int tooShort, int tooLong, int tracks, int pairs, TimeSpan elapsed);

    [LoggerMessage(2603, LogLevel.Warning,
        "Playlists file {File} is superseded by a later one and stays so. To mine it all the same, remove baskets.sqlite and have the file published again.")]
    public static partial void SupersededFile(ILogger logger, string file);
}

namespace SpotifyPlatform.CooccurrenceMiner;

internal static partial class Log
{
    [LoggerMessage(2602, LogLevel.Information,
        "Mined with the rules {Rules}: {Playlists} playlists kept, {TooShort} too short, {TooLong} too long, {Tracks} tracks in pairs, {Stored} pairs stored.")]
    public static partial void Mined(ILogger logger, string rules, long playlists, long tooShort, long tooLong, long tracks, long stored);

    [LoggerMessage(2604, LogLevel.Information, "Generation {Run} of the pairs table: published {Ranges} ranges to mine.")]
    public static partial void Planned(ILogger logger, string run, int ranges);

    [LoggerMessage(2606, LogLevel.Warning, "Rebuilding the basket file. {Reason}")]
    public static partial void DamagedBaskets(ILogger logger, string reason);
}

namespace SpotifyPlatform.CooccurrenceMiner;

internal static partial class Log
{
    [LoggerMessage(2601, LogLevel.Information, "Mining the playlists of file {File} with the rules: {Rules}.")]
    public static partial void MiningBegins(ILogger logger, string file, string rules);

    [LoggerMessage(2602, LogLevel.Information,
        "Mined file {File}: {Playlists} playlists kept, {TooShort} too short, {TooLong} too long, {Tracks} tracks, {Found} pairs found, {Stored} stored.")]
    public static partial void Mined(
        ILogger logger, string file, long playlists, long tooShort, long tooLong, int tracks, long found, long stored);

    [LoggerMessage(2603, LogLevel.Warning,
        "Playlists file {File} was superseded by a later one and is ignored. To mine it, delete baskets.sqlite and have the file published again.")]
    public static partial void SupersededFile(ILogger logger, string file);

    [LoggerMessage(2604, LogLevel.Information, "Published the {Ranges} ranges of run {Run}.")]
    public static partial void Planned(ILogger logger, string run, int ranges);

    [LoggerMessage(2605, LogLevel.Information, "Ignored range {Number} of run {Run}, which is not the current run.")]
    public static partial void StaleRange(ILogger logger, string run, int number);

    [LoggerMessage(2606, LogLevel.Warning, "Rebuilding the basket file. {Reason}")]
    public static partial void DamagedBaskets(ILogger logger, string reason);

    [LoggerMessage(2607, LogLevel.Warning, "Range file {Path} is missing or corrupt; planning the run again.")]
    public static partial void DamagedRange(ILogger logger, string path);
}

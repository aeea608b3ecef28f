namespace SpotifyPlatform.CooccurrenceMiner;

internal static partial class Log
{
    [LoggerMessage(2601, LogLevel.Information, "Mining the playlists of file {File} by the rules: {Rules}.")]
    public static partial void MiningBegins(ILogger logger, string file, string rules);

    [LoggerMessage(2602, LogLevel.Information,
        "Mined file {File}: {Playlists} playlists kept, {TooShort} too short, {TooLong} too long, {Tracks} tracks, {Found} pairs found, {Stored} stored.")]
    public static partial void Mined(
        ILogger logger, string file, long playlists, long tooShort, long tooLong, int tracks, long found, long stored);

    [LoggerMessage(2603, LogLevel.Warning,
        "Playlists file {File} is superseded by a later one and stays so. To mine it all the same, remove baskets.sqlite and have the file published again.")]
    public static partial void SupersededFile(ILogger logger, string file);

    [LoggerMessage(2604, LogLevel.Information, "Run {Run} is on the bus: {Ranges} ranges.")]
    public static partial void Planned(ILogger logger, string run, int ranges);

    [LoggerMessage(2605, LogLevel.Information, "Range {Number} of run {Run} is not of the run under way; there is nothing to do.")]
    public static partial void StaleRange(ILogger logger, string run, int number);

    [LoggerMessage(2606, LogLevel.Warning, "The basket file is made again. {Fault}")]
    public static partial void DamagedBaskets(ILogger logger, string fault);

    [LoggerMessage(2607, LogLevel.Warning, "Range file {Path} is gone or not as it was written; the run is planned again.")]
    public static partial void DamagedRange(ILogger logger, string path);
}

namespace SpotifyPlatform.ListeningHistory.Plays;

/// <summary>
/// When a play began. The offline timestamp is the true start, also for plays online (measured: within 3 s of end less time played for
/// 81 % of rows, the rest are pauses). Its unit goes with the row's age: milliseconds until about 2022, seconds since.
/// </summary>
internal static class StartOfPlay
{
    private const long FirstMillisecondValue = 100_000_000_000;
    private const long FirstSecondValue = 100_000_000;
    private const long EarliestMs = 1_136_073_600_000; // 2006-01-01, when Spotify was founded
    private const long MaxAheadMs = 5_000;
    private const long MaxBehindMs = 30L * 24 * 3600 * 1000;

    /// <summary>An export's offline timestamp as Unix milliseconds; 0 where it says nothing.</summary>
    public static long Normalize(long offlineTimestamp) => offlineTimestamp switch
    {
        > FirstMillisecondValue => offlineTimestamp,
        < FirstSecondValue => 0,
        _ => offlineTimestamp * 1000,
    };

    /// <param name="tsMs">End of the play, Unix milliseconds.</param>
    /// <param name="offlineMs">Normalized offline timestamp.</param>
    public static long Ms(long tsMs, long msPlayed, long offlineMs) =>
        offlineMs >= EarliestMs && offlineMs <= tsMs + MaxAheadMs && offlineMs >= tsMs - MaxBehindMs ? offlineMs : tsMs - msPlayed;
}

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>The forecast cost of mining the current baskets.</summary>
/// <param name="Playlists">Kept playlists.</param>
/// <param name="Tracks">Tracks that can be in a pair: the rows.</param>
/// <param name="Entries">Tracks of all kept playlists.</param>
/// <param name="PairEvents">Counting steps: the sum of squared playlist lengths.</param>
/// <param name="BasketBytes">Size of the basket file, which is mapped while ranges are counted.</param>
/// <param name="CountingBytes">Memory for counting, in addition to the mapped file.</param>
/// <param name="Duration">Extrapolated from a sample that was counted on this machine with this number of threads.</param>
/// <param name="Ranges">Ranges that a run would publish.</param>
public sealed record MiningForecast(
    long Playlists, int Tracks, long Entries, long PairEvents, long BasketBytes, long CountingBytes, TimeSpan Duration, int Threads, IReadOnlyList<ForecastRange> Ranges);

/// <summary>Rows that one worker counts at a time.</summary>
/// <param name="FirstRow">Inclusive, in the order of ids.</param>
/// <param name="EndRow">Exclusive.</param>
public sealed record ForecastRange(int FirstRow, int EndRow, long PairEvents);

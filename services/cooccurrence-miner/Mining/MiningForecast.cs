namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>What mining a playlists file will take.</summary>
/// <param name="Playlists">Kept.</param>
/// <param name="Tracks">That can be in a pair: the rows.</param>
/// <param name="Entries">Tracks of all kept playlists.</param>
/// <param name="Events">Steps of counting: every playlist's length squared.</param>
/// <param name="BasketBytes">Of the basket file, which stands there now and is mapped while ranges are counted.</param>
/// <param name="CountingBytes">Memory that counting takes beside it.</param>
/// <param name="Duration">Estimated from a part of the rows that was counted on this machine, for this number of threads.</param>
/// <param name="Ranges">As they would be put on the bus.</param>
public sealed record MiningForecast(
    long Playlists, int Tracks, long Entries, long Events, long BasketBytes, long CountingBytes, TimeSpan Duration, int Threads, IReadOnlyList<ForecastRange> Ranges);

/// <summary>Rows that one worker counts.</summary>
/// <param name="FirstRow">By the order of ids.</param>
/// <param name="EndRow">Behind the last.</param>
public sealed record ForecastRange(int FirstRow, int EndRow, long Events);

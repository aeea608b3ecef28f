namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>Rows, by place, that one worker owns.</summary>
/// <param name="First">The first place.</param>
/// <param name="End">Behind the last place.</param>
internal readonly record struct RowRange(int First, int End);

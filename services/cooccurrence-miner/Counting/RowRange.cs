namespace SpotifyPlatform.CooccurrenceMiner.Counting;

/// <summary>A range of rows, by ordinal.</summary>
/// <param name="First">Inclusive.</param>
/// <param name="End">Exclusive.</param>
internal readonly record struct RowRange(int First, int End);

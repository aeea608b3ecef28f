using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using PairMeasure = SpotifyPlatform.Contracts.Mining.V1.PairMeasure;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Reads the events of mining; what breaks their contract is refused.</summary>
internal static class RangeMapping
{
    private const int RunLength = 32;

    /// <summary>What is wrong with a planned range, or null.</summary>
    public static string? Fault(MiningRangePlanned message) => Fault(message.Range) ?? (
        message.MinPairCount < 1 || message.MaxPairsPerTrack < 1
            ? $"Its limits are {message.MinPairCount} playlists and {message.MaxPairsPerTrack} neighbours; both are 1 or more."
            : message.BestBy is < PairMeasure.Score or > PairMeasure.Count ? $"It has no measure of the best: {message.BestBy}." : null);

    /// <summary>What is wrong with a mined range, or null.</summary>
    public static string? Fault(MiningRangeMined message) => Fault(message.Range) ?? (
        ArtifactReference.TryRead(message.File, out _, out var fault) ? null : $"Range {message.Range.Number} {fault}.");

    public static string Run(MiningRange range) => Convert.ToHexStringLower(range.Run.Span);

    /// <param name="message">One without a fault.</param>
    public static MinedRange Read(MiningRangeMined message) => ArtifactReference.TryRead(message.File, out var file, out var fault)
        ? new(file, new RangeCounts(message.Range.EndRow - message.Range.FirstRow, message.Neighbours, message.Pairs, message.Meetings, message.Checksum))
        : throw new ArgumentException(fault, nameof(message));

    private static string? Fault(MiningRange? range)
    {
        if (range?.Run.Length != RunLength)
            return $"The run's name has {range?.Run.Length ?? 0} bytes; it has {RunLength}.";
        return range.Number < 0 || range.FirstRow < 0 || range.EndRow <= range.FirstRow
            ? $"Range {range.Number} goes from row {range.FirstRow} to {range.EndRow}; numbers count from 0, and a range has a row."
            : null;
    }
}

using Google.Protobuf;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using PairMeasure = SpotifyPlatform.Contracts.Mining.V1.PairMeasure;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Validates and maps mining events. Malformed events are refused.</summary>
internal static class RangeMapping
{
    private const int RunLength = 32;

    /// <summary>The first error of a planned range, or null.</summary>
    public static string? FindError(MiningRangePlanned message) => FindError(message.Range) ?? (
        message.MinPairCount < 1 || message.MaxPairsPerTrack < 1
            ? $"min_pair_count is {message.MinPairCount} and max_pairs_per_track is {message.MaxPairsPerTrack}; both must be at least 1."
            : message.BestBy is < PairMeasure.Score or > PairMeasure.Count ? $"best_by is {message.BestBy}, which is not a measure." : null);

    /// <summary>The first error of a mined range, or null.</summary>
    public static string? FindError(MiningRangeMined message) => FindError(message.Range) ?? (
        ArtifactReference.TryRead(message.File, out _, out var error) ? null : $"Range {message.Range.Number} {error}.");

    public static RangeId Id(MiningRange range) => new(Convert.ToHexStringLower(range.Run.Span), range.Number);

    /// <param name="message">One without an error.</param>
    public static PlannedRange Read(MiningRangePlanned message) => new(
        Id(message.Range), new RowRange(message.Range.FirstRow, message.Range.EndRow), message.BasketsSha256.Memory, message.MinPairCount,
        message.MaxPairsPerTrack, (Rules.PairMeasure)(message.BestBy - 1), message.EstimatedPairEvents);

    /// <param name="message">One without an error.</param>
    public static MinedRange Read(MiningRangeMined message) => ArtifactReference.TryRead(message.File, out var file, out var error)
        ? new(file, new RangeCounts(message.Range.EndRow - message.Range.FirstRow, message.Neighbours, message.Pairs, message.TotalCount, message.Checksum))
        : throw new ArgumentException(error, nameof(message));

    public static MiningRangePlanned ToMessage(PlannedRange range) => new()
    {
        Range = ToMessage(range.Id, range.Rows),
        BasketsSha256 = ByteString.CopyFrom(range.BasketsSha256.Span),
        MinPairCount = range.MinPairCount,
        MaxPairsPerTrack = range.MaxPairsPerTrack,
        EstimatedPairEvents = range.PairEvents,
        BestBy = (PairMeasure)(range.BestBy + 1),
    };

    public static MiningRangeMined ToMessage(RangeId id, RowRange rows, MinedRange mined) => new()
    {
        Range = ToMessage(id, rows),
        File = mined.File.ToMessage(),
        Neighbours = mined.Counts.Neighbours,
        Pairs = mined.Counts.Pairs,
        TotalCount = mined.Counts.TotalCount,
        Checksum = mined.Counts.Checksum,
    };

    private static MiningRange ToMessage(RangeId id, RowRange rows) =>
        new() { Run = ByteString.CopyFrom(Convert.FromHexString(id.Run)), Number = id.Number, FirstRow = rows.First, EndRow = rows.End };

    private static string? FindError(MiningRange? range)
    {
        if (range?.Run.Length != RunLength)
            return $"The run id has {range?.Run.Length ?? 0} bytes; a run id has {RunLength}.";
        return range.Number < 0 || range.FirstRow < 0 || range.EndRow <= range.FirstRow
            ? $"Range {range.Number} goes from row {range.FirstRow} to {range.EndRow}; numbers start at 0, and a range has at least one row."
            : null;
    }
}

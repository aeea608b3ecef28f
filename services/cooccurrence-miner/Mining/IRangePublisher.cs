using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>Hands ranges to the workers, and their results to the collector.</summary>
internal interface IRangePublisher
{
    Task PublishAsync(IReadOnlyList<PlannedRange> ranges, CancellationToken cancellationToken);

    Task PublishAsync(RangeId id, RowRange rows, MinedRange mined, CancellationToken cancellationToken);
}

/// <param name="Run">See <see cref="PlannedRun.Id"/>.</param>
/// <param name="Number">From 0.</param>
internal readonly record struct RangeId(string Run, int Number);

/// <summary>A range to count. The rules are those of the run's planner, whatever the worker's configuration says.</summary>
/// <param name="BasketsSha256">Hash of the basket file's sections, from its header.</param>
/// <param name="PairEvents">Estimated counting steps.</param>
internal sealed record PlannedRange(
    RangeId Id, RowRange Rows, ReadOnlyMemory<byte> BasketsSha256, int MinPairCount, int MaxPairsPerTrack, PairMeasure BestBy, long PairEvents);

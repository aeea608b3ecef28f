using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Counting;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Publishes ranges on the event bus.</summary>
internal sealed class RangePublisher(IEventPublisher publisher) : IRangePublisher
{
    public Task PublishAsync(IReadOnlyList<PlannedRange> ranges, CancellationToken cancellationToken) => publisher.PublishAsync(
        Topics.MiningRangePlanned,
        [.. ranges.Select(range => new OutgoingEvent<MiningRangePlanned>(Key(range.Id), RangeMapping.ToMessage(range)))],
        cancellationToken);

    public Task PublishAsync(RangeId id, RowRange rows, MinedRange mined, CancellationToken cancellationToken) => publisher.PublishAsync(
        Topics.MiningRangeMined, [new OutgoingEvent<MiningRangeMined>(Key(id), RangeMapping.ToMessage(id, rows, mined))], cancellationToken);

    private static string Key(RangeId id) => $"{id.Run}/{id.Number}";
}

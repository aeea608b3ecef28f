using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>The worker: counts planned ranges.</summary>
internal sealed class RangePlannedConsumer(MiningJob job) : SingleEventHandler<MiningRangePlanned>
{
    public override async Task<Refusal?> HandleAsync(MiningRangePlanned message, CancellationToken cancellationToken)
    {
        if (RangeMapping.FindError(message) is { } error)
            return new Refusal(BasketMapping.MalformedReason, error);
        await job.CountAsync(RangeMapping.Read(message), cancellationToken).ConfigureAwait(false);
        return null;
    }
}

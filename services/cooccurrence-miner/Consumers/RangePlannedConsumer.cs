using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Takes ranges and counts them: a worker.</summary>
internal sealed class RangePlannedConsumer(MiningJob job) : SingleEventHandler<MiningRangePlanned>
{
    public override async Task<Refusal?> HandleAsync(MiningRangePlanned message, CancellationToken cancellationToken)
    {
        if (RangeMapping.Fault(message) is { } fault)
            return new Refusal(BasketMapping.MalformedReason, fault);
        await job.CountAsync(message, cancellationToken).ConfigureAwait(false);
        return null;
    }
}

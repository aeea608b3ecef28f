using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Collects the ranges that workers have counted; the last one of a run replaces the pairs.</summary>
internal sealed class RangeMinedConsumer(MiningJob job) : SingleEventHandler<MiningRangeMined>
{
    public override async Task<Refusal?> HandleAsync(MiningRangeMined message, CancellationToken cancellationToken)
    {
        if (RangeMapping.Fault(message) is { } fault)
            return new Refusal(BasketMapping.MalformedReason, fault);
        await job.CollectAsync(RangeMapping.Run(message.Range), message.Range.Number, RangeMapping.Read(message), cancellationToken).ConfigureAwait(false);
        return null;
    }
}

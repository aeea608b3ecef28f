using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Collects the mined ranges; the last range of a run replaces the stored pairs.</summary>
internal sealed class RangeMinedConsumer(MiningJob job) : SingleEventHandler<MiningRangeMined>
{
    public override async Task<Refusal?> HandleAsync(MiningRangeMined message, CancellationToken cancellationToken)
    {
        if (RangeMapping.FindError(message) is { } error)
            return new Refusal(BasketMapping.MalformedReason, error);
        await job.CollectAsync(RangeMapping.Id(message.Range), RangeMapping.Read(message), cancellationToken).ConfigureAwait(false);
        return null;
    }
}

using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>The worker: mines planned ranges.</summary>
internal sealed class RangePlannedConsumer(MiningJob job) : SingleEventHandler<MiningRangePlanned>
{
    public override async Task<Refusal?> HandleAsync(MiningRangePlanned message, CancellationToken cancellationToken)
    {
        if (message.Range is not { Run.Length: > 0, Number: >= 0 } range)
            return new Refusal(BasketMapping.MalformedReason, $"The range {message.Range} names no generation, or its number is negative.");
        await job.MineRangeAsync(Convert.ToHexStringLower(range.Run.Span), range.Number, cancellationToken).ConfigureAwait(false);
        return null;
    }
}

using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Stores a batch of baskets; the last batch of an announced file starts mining.</summary>
internal sealed class PlaylistsExtractedConsumer(IBasketStore store, MiningJob job) : SingleEventHandler<PlaylistsExtracted>
{
    public override async Task<Refusal?> HandleAsync(PlaylistsExtracted message, CancellationToken cancellationToken)
    {
        if (BasketMapping.FindError(message) is { } error)
            return new Refusal(BasketMapping.MalformedReason, error);
        var file = BasketMapping.FileOf(message.Origin.FileSha256);
        if (await store.AddAsync(file, message.Origin.Revision, message.Origin.Batch, [.. message.Baskets.Select(BasketMapping.Read)], cancellationToken).ConfigureAwait(false))
            await job.MineIfDueAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}

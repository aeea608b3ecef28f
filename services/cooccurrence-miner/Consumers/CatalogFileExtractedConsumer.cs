using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Records the number of batches of a playlists file, and mines when all of them are stored.</summary>
internal sealed class CatalogFileExtractedConsumer(IBasketStore store, MiningJob job, ILogger<CatalogFileExtractedConsumer> logger)
    : SingleEventHandler<CatalogFileExtracted>
{
    public override async Task<Refusal?> HandleAsync(CatalogFileExtracted message, CancellationToken cancellationToken)
    {
        if (message.Content != CatalogContent.Playlists)
            return null;
        if (BasketMapping.FindFileError(message.FileSha256) is { } error)
            return new Refusal(BasketMapping.MalformedReason, error);
        if (message.Batches < 0)
            return new Refusal(BasketMapping.MalformedReason, $"The file has {message.Batches} batches; the number must not be negative.");
        var file = BasketMapping.FileOf(message.FileSha256);
        if (!await store.AnnounceAsync(file, message.Revision, message.Batches, cancellationToken).ConfigureAwait(false))
            Log.SupersededFile(logger, file);
        await job.MineIfDueAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}

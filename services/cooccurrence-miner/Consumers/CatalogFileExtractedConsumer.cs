using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.CooccurrenceMiner.Mining;
using SpotifyPlatform.EventBus;

namespace SpotifyPlatform.CooccurrenceMiner.Consumers;

/// <summary>Learns of how many batches a playlists file consists; mining starts when they are there already.</summary>
internal sealed class CatalogFileExtractedConsumer(IBasketStore store, MiningJob job, ILogger<CatalogFileExtractedConsumer> logger)
    : SingleEventHandler<CatalogFileExtracted>
{
    public override async Task<Refusal?> HandleAsync(CatalogFileExtracted message, CancellationToken cancellationToken)
    {
        if (message.Content != CatalogContent.Playlists)
            return null;
        if (BasketMapping.FaultOfFile(message.FileSha256) is { } fault)
            return new Refusal(BasketMapping.MalformedReason, fault);
        if (message.Batches < 0)
            return new Refusal(BasketMapping.MalformedReason, $"The file has {message.Batches} batches; there cannot be fewer than 0.");
        var file = BasketMapping.FileOf(message.FileSha256);
        if (!await store.AnnounceAsync(file, message.Batches, cancellationToken).ConfigureAwait(false))
            Log.SupersededFile(logger, file);
        await job.MineIfDueAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}

using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Catalog;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Extracts each verified file by its kind. A stopped extraction goes on from its checkpoint when the event comes again.</summary>
internal sealed class FileVerifiedConsumer(
    ShardWork shards, CatalogExtraction catalogue, ShardExtractorMetrics metrics, ILogger<FileVerifiedConsumer> logger)
    : SingleEventHandler<FileVerified>
{
    public override async Task<Refusal?> HandleAsync(FileVerified message, CancellationToken cancellationToken)
    {
        var refusal = message.Kind switch
        {
            FileKind.AnalysisShard => await shards.ExtractAsync(message, cancellationToken).ConfigureAwait(false),
            FileKind.Catalog => await ExtractAsync(message, CatalogContent.Tracks, cancellationToken).ConfigureAwait(false),
            FileKind.AudioFeatures => await ExtractAsync(message, CatalogContent.Features, cancellationToken).ConfigureAwait(false),
            FileKind.Playlists => await ExtractAsync(message, CatalogContent.Playlists, cancellationToken).ConfigureAwait(false),
            _ => null,
        };
        if (refusal is not null)
        {
            metrics.FileRefused(refusal.Reason);
            Log.FileRefused(logger, message.Name, refusal.Reason, refusal.Detail);
        }

        return refusal;
    }

    private async Task<Refusal?> ExtractAsync(FileVerified message, CatalogContent content, CancellationToken cancellationToken)
    {
        metrics.FileTaken(content.Word());
        var file = new CatalogFile(message.Name, message.Path, message.Length, Convert.ToHexStringLower(message.Sha256.Span), content);
        try
        {
            await catalogue.ExtractAsync(file, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (CatalogRefusedException refused)
        {
            return new(refused.Fault.Reason(), refused.Message);
        }
    }
}

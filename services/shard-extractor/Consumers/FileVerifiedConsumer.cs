using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Catalog;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Extracts each verified file by its kind. A stopped extraction continues from its checkpoint when the event is redelivered.</summary>
internal sealed class FileVerifiedConsumer(
    ShardHandler shards, CatalogExtraction catalog, ISlotLedger slots, ILocalArtifacts artifacts, ShardExtractorMetrics metrics, ILogger<FileVerifiedConsumer> logger)
    : SingleEventHandler<FileVerified>
{
    public override async Task<Refusal?> HandleAsync(FileVerified message, CancellationToken cancellationToken)
    {
        var refusal = message.Kind switch
        {
            FileKind.AnalysisShard => await FetchAsync(
                message, ShardHandler.Kind, "shard", (reference, path) => shards.ExtractAsync(message, reference, path, cancellationToken), cancellationToken).ConfigureAwait(false),
            FileKind.Catalog => await ExtractAsync(message, CatalogContent.Tracks, cancellationToken).ConfigureAwait(false),
            FileKind.AudioFeatures => await ExtractAsync(message, CatalogContent.Features, cancellationToken).ConfigureAwait(false),
            _ => null,
        };
        if (refusal is not null)
        {
            metrics.FileRefused(refusal.Reason);
            Log.FileRefused(logger, message.Name, refusal.Reason, refusal.Detail);
        }

        return refusal;
    }

    private Task<Refusal?> ExtractAsync(FileVerified message, CatalogContent content, CancellationToken cancellationToken) => FetchAsync(
        message, content.Name(), "catalogue", (reference, path) => ExtractAsync(FileOf(message, reference, path, content), cancellationToken), cancellationToken);

    /// <param name="subject">The first word of refusal reasons.</param>
    private async Task<Refusal?> FetchAsync(
        FileVerified message, string kind, string subject, Func<ArtifactReference, string, Task<Refusal?>> extractAsync, CancellationToken cancellationToken)
    {
        metrics.FileReceived(kind);
        if (!ArtifactReference.TryRead(message.File, out var reference, out var problem))
            return new("bad_event", $"The event of {message.Name} {problem}.");
        if (!await slots.TryAdvanceAsync(message.DataSet, message.Slot, message.Revision, reference.Sha256, cancellationToken).ConfigureAwait(false))
        {
            // The slot's file may have another content by now, so this one is not even looked for.
            Log.FileSuperseded(logger, message.Name, message.Revision, message.Slot);
            return null;
        }

        try
        {
            using var file = await artifacts.FetchAsync(reference, cancellationToken).ConfigureAwait(false);
            return await extractAsync(reference, file.Path).ConfigureAwait(false);
        }
        catch (ArtifactNotFoundException ex)
        {
            return new($"{subject}_missing", ex.Message);
        }
        catch (ArtifactChangedException ex)
        {
            return new($"{subject}_changed", ex.Message);
        }
    }

    private static CatalogFile FileOf(FileVerified message, ArtifactReference reference, string path, CatalogContent content) =>
        new(message.Name, path, reference.Length, reference.Sha256, content) { DataSet = message.DataSet, Revision = message.Revision };

    private async Task<Refusal?> ExtractAsync(CatalogFile file, CancellationToken cancellationToken)
    {
        try
        {
            await catalog.ExtractAsync(file, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (CatalogRefusedException ex)
        {
            return new(ex.Fault.Reason(), ex.Message);
        }
    }
}

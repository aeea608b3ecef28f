using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Extracts each verified shard. Files of the catalogue become tables, which derive by themselves.</summary>
internal sealed class FileVerifiedConsumer(
    ShardHandler shards, ISlotLedger slots, InputFiles files, ILocalArtifacts artifacts, ShardExtractorMetrics metrics, ILogger<FileVerifiedConsumer> logger)
    : SingleEventHandler<FileVerified>
{
    public override async Task<Refusal?> HandleAsync(FileVerified message, CancellationToken cancellationToken)
    {
        if (message.Kind != FileKind.AnalysisShard)
            return null;
        metrics.FileReceived(ShardHandler.Kind);
        var refusal = await ExtractAsync(message, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            metrics.FileRefused(refusal.Reason);
            Log.FileRefused(logger, message.Name, refusal.Reason, refusal.Detail);
        }

        return refusal;
    }

    private async Task<Refusal?> ExtractAsync(FileVerified message, CancellationToken cancellationToken)
    {
        if (!ArtifactReference.TryRead(message.File, out var reference, out var problem))
            return new("bad_event", $"The event of {message.Name} {problem}.");
        if (!await slots.TryAdvanceAsync(message.DataSet, message.Slot, message.Revision, cancellationToken).ConfigureAwait(false))
        {
            // The slot's file may have another content by now, so this one is not even looked for.
            Log.FileSuperseded(logger, message.Name, message.Revision, message.Slot);
            return null;
        }

        await files.ForgetAsync(ShardHandler.Kind, message.DataSet, message.Slot, message.Revision, cancellationToken).ConfigureAwait(false);
        try
        {
            using var file = await artifacts.FetchAsync(reference, cancellationToken).ConfigureAwait(false);
            return await shards.ExtractAsync(message, reference, file.Path, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactNotFoundException ex)
        {
            return new("shard_missing", ex.Message);
        }
        catch (ArtifactChangedException ex)
        {
            return new("shard_changed", ex.Message);
        }
    }
}

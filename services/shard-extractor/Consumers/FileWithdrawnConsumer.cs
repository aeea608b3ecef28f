using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Remembers which shards were withdrawn, so that their tables are stale until the shard is announced again. Its rows stay.</summary>
internal sealed class FileWithdrawnConsumer(ISlotLedger slots, InputFiles files) : SingleEventHandler<FileWithdrawn>
{
    public override async Task<Refusal?> HandleAsync(FileWithdrawn message, CancellationToken cancellationToken)
    {
        if (message.Slot.Split('/')[0] != ShardHandler.Kind)
            return null;
        if (WithdrawnFiles.Read(message, ShardHandler.Kind, out var fault) is not { } file)
            return new("bad_event", $"The event of {message.Name} {fault}.");
        // The two topics have no order between them: the shard may be announced again already.
        if (await slots.TryAdvanceAsync(message.DataSet, message.Slot, message.Revision, cancellationToken).ConfigureAwait(false))
            await files.RecordAsync(file, cancellationToken).ConfigureAwait(false);
        return null;
    }
}

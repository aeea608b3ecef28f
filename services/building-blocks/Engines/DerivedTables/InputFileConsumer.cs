using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>Derives a table when a file that it is made of is announced.</summary>
internal sealed class InputFileConsumer<TTable>(DerivedTable<TTable> table, InputFiles files) : SingleEventHandler<FileVerified>
    where TTable : class, IDerivedTable
{
    public override async Task<Refusal?> HandleAsync(FileVerified message, CancellationToken cancellationToken)
    {
        var kind = message.Slot.Split('/')[0];
        if (!table.InputFiles.Contains(kind, StringComparer.Ordinal))
            return null;
        if (!ArtifactReference.TryRead(message.File, out var file, out var fault))
            return new Refusal("bad_event", $"The event of {message.Name} {fault}.");
        await files.RecordAsync(new InputFile(kind, message.Name, message.DataSet, message.Slot, message.Revision, file), cancellationToken).ConfigureAwait(false);
        await table.Deriver.DeriveAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}

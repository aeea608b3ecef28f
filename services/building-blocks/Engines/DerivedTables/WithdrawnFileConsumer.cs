using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>Has a table wait for another file where one that it is made of was withdrawn. What is published stays, and is stale.</summary>
internal sealed class WithdrawnFileConsumer<TTable>(DerivedTable<TTable> table, InputFiles files) : SingleEventHandler<FileWithdrawn>
    where TTable : class, IDerivedTable
{
    public override async Task<Refusal?> HandleAsync(FileWithdrawn message, CancellationToken cancellationToken)
    {
        var kind = message.Slot.Split('/')[0];
        if (!table.InputFiles.Contains(kind, StringComparer.Ordinal))
            return null;
        if (WithdrawnFiles.Read(message, kind, out var fault) is not { } file)
            return new Refusal("bad_event", $"The event of {message.Name} {fault}.");
        await files.RecordAsync(file, cancellationToken).ConfigureAwait(false);
        await table.Deriver.DeriveAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}

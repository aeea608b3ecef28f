using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>Derives a table when one that it is made of has a new pointer.</summary>
internal sealed class InputTableConsumer<TTable>(DerivedTable<TTable> table) : SingleEventHandler<GenerationPublished>
    where TTable : class, IDerivedTable
{
    public override async Task<Refusal?> HandleAsync(GenerationPublished message, CancellationToken cancellationToken)
    {
        if (table.InputTables.Contains(message.Table, StringComparer.Ordinal))
            await table.Deriver.DeriveAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }
}

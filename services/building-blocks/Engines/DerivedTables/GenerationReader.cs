using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>Has the readers of this process switch when another process has published a generation.</summary>
internal sealed class GenerationReader(CurrentTables readers) : SingleEventHandler<GenerationPublished>
{
    public override async Task<Refusal?> HandleAsync(GenerationPublished message, CancellationToken cancellationToken)
    {
        await readers.RefreshAsync(message.Table, cancellationToken).ConfigureAwait(false);
        return null;
    }
}

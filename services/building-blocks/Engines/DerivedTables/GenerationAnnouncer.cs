using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>Has the readers of this process switch at once, and tells the others over the bus.</summary>
internal sealed class GenerationAnnouncer(CurrentTables readers, IEventPublisher publisher) : IGenerationAnnouncer
{
    public async Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken)
    {
        await readers.RefreshAsync(table, cancellationToken).ConfigureAwait(false);
        await publisher.PublishAsync(
            Topics.TableGenerationPublished,
            [new OutgoingEvent<GenerationPublished>($"{table}/{published.Number}", new() { Table = table, Generation = published.Id, Number = published.Number })],
            cancellationToken).ConfigureAwait(false);
    }
}

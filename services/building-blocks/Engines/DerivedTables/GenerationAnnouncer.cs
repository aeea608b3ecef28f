using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>Tells other processes over the bus, and has the readers of this one switch at once.</summary>
internal sealed class GenerationAnnouncer(CurrentTables readers, IEventPublisher publisher) : IGenerationAnnouncer
{
    public async Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken)
    {
        await publisher.PublishAsync(
            Topics.TableGenerationPublished,
            [new OutgoingEvent<GenerationPublished>($"{table}/{published.Number}", new() { Table = table, Generation = published.Id, Number = published.Number })],
            cancellationToken).ConfigureAwait(false);
        await readers.RefreshAsync(table, cancellationToken).ConfigureAwait(false);
    }
}

using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ShardExtractor.Catalog;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Publishes rows as events of one topic; ids name the file, the content, the batch and the revision.</summary>
/// <param name="map">A row's message.</param>
/// <param name="wrap">The event of a batch.</param>
internal sealed class CatalogPublisher<TRow, TMessage, TEvent>(
    IEventPublisher publisher, Topic<TEvent> topic, CatalogContent<TRow> content, Func<TRow, TMessage> map, Func<BatchOrigin, IEnumerable<TMessage>, TEvent> wrap)
    : ICatalogPublisher<TRow>
    where TMessage : class, IMessage<TMessage>
    where TEvent : class, IMessage<TEvent>
{
    public ICatalogBatches Split(IEnumerable<TRow> rows, DropCounts dropped) => new Batches(this, BatchSplitter.Split(rows.Select(map), dropped));

    public Task FinishAsync(CatalogFile file, StreamCheckpoint checkpoint, CancellationToken cancellationToken) => publisher.PublishAsync(
        Topics.CatalogFileExtracted,
        [new OutgoingEvent<CatalogFileExtracted>($"{file.Sha256}/{content.Name}/done/r{file.Revision}", CatalogMapper.ToMessage(file, checkpoint))],
        cancellationToken);

    private Task PublishAsync(CatalogFile file, long first, List<List<TMessage>> batches, CancellationToken cancellationToken) => publisher.PublishAsync(
        topic,
        [.. batches.Select((rows, i) => new OutgoingEvent<TEvent>($"{file.Sha256}/{content.Name}/{first + i}/r{file.Revision}", wrap(CatalogMapper.Origin(file, first + i), rows)))],
        cancellationToken);

    private sealed class Batches(CatalogPublisher<TRow, TMessage, TEvent> owner, List<List<TMessage>> batches) : ICatalogBatches
    {
        public int Count => batches.Count;

        public long Rows => batches.Sum(batch => (long)batch.Count);

        public Task PublishAsync(CatalogFile file, long first, CancellationToken cancellationToken) =>
            batches.Count > 0 ? owner.PublishAsync(file, first, batches, cancellationToken) : Task.CompletedTask;
    }
}

/// <summary>The publishers of the contents.</summary>
internal static class CatalogPublishers
{
    public static ICatalogPublisher<ExtractedTrack> Tracks(IEventPublisher publisher) => new CatalogPublisher<ExtractedTrack, CatalogTrack, TracksExtracted>(
        publisher, Topics.TracksExtracted, CatalogContents.Tracks, CatalogMapper.ToMessage, static (origin, rows) => new() { Origin = origin, Tracks = { rows } });

    public static ICatalogPublisher<ExtractedFeatures> Features(IEventPublisher publisher) => new CatalogPublisher<ExtractedFeatures, TrackAudioFeatures, FeaturesExtracted>(
        publisher, Topics.FeaturesExtracted, CatalogContents.Features, CatalogMapper.ToMessage, static (origin, rows) => new() { Origin = origin, Tracks = { rows } });
}

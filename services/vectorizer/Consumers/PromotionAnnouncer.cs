using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Vectors.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Vectorizer.Promotions;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Publishes promoted tracks on the event bus, one record a track.</summary>
internal sealed class PromotionAnnouncer(IEventPublisher publisher) : IPromotionAnnouncer
{
    public Task AnnounceAsync(IReadOnlyList<TrackId> promoted, CancellationToken cancellationToken) => publisher.PublishAsync(
        Topics.TrackPromoted,
        [.. promoted.Select(id => new OutgoingEvent<TrackPromoted>(id.ToString(), new() { SpotifyId = ByteString.CopyFrom(id.ToKey()) }))],
        cancellationToken);
}

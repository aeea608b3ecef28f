using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.LookupGateway.Accesses;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Api;

/// <summary>Publishes accesses on the event bus.</summary>
internal sealed class AccessEvents(IEventPublisher publisher) : IAccessEvents
{
    public Task PublishAsync(AccessCounts counts, long batch, CancellationToken cancellationToken)
    {
        var message = new TracksAccessed { Producer = ByteString.CopyFrom(counts.Producer.ToByteArray(bigEndian: true)) };
        message.Tracks.AddRange(counts.Tracks.Select(track => new AccessedTrack
        {
            SpotifyId = ByteString.CopyFrom(track.Id.ToKey()),
            Count = track.Count,
            LastAccessedMs = track.LastAccessed.ToUnixTimeMilliseconds(),
        }));
        return publisher.PublishAsync(Topics.TracksAccessed, [new OutgoingEvent<TracksAccessed>($"{counts.Producer:N}/{batch}", message)], cancellationToken);
    }
}

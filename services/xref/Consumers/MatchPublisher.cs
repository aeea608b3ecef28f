using System.Security.Cryptography;
using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.Matching;

namespace SpotifyPlatform.Xref.Consumers;

/// <summary>
/// Publishes matches grouped by the three highest bits of the track id, which are the event key, so that the matches of one track are
/// in one partition and stay in order. The event's id is the hash of its content.
/// </summary>
internal sealed class MatchPublisher(IEventPublisher publisher) : IMatchPublisher
{
    /// <summary>A serialized match has at most 64 bytes: two keys of 16 bytes, a double, a method name and the field tags.</summary>
    internal const int MatchesPerEvent = OutgoingEvent.MaxBytes / 64;

    public Task PublishAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken)
    {
        var events =
            from match in matches
            group match by match.Id.ToKey()[0] >> 5 into sharing
            orderby sharing.Key
            from batch in sharing.OrderBy(match => match.Id).Chunk(MatchesPerEvent)
            select Event(batch);
        return publisher.PublishAsync(Topics.TracksMatched, events.ToList(), cancellationToken);
    }

    private static OutgoingEvent<TracksMatched> Event(TrackMatch[] batch)
    {
        var message = new TracksMatched();
        message.Matches.AddRange(batch.Select(match => new Match
        {
            SpotifyId = ByteString.CopyFrom(match.Id.ToKey()),
            Mbid = match.Mbid is { } mbid ? ByteString.CopyFrom(mbid.ToBytes()) : ByteString.Empty,
            Confidence = match.Confidence,
            Method = match.Method.Name(),
        }));
        return new OutgoingEvent<TracksMatched>(Convert.ToHexStringLower(SHA256.HashData(message.ToByteArray())), message);
    }
}

using System.Security.Cryptography;
using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.Matching;

namespace SpotifyPlatform.Xref.Consumers;

/// <summary>
/// Publishes matches in events of tracks whose ids share their three highest bits, which are the key: two statements about one
/// track are in one partition and cannot pass each other. The event's id is the hash of its content.
/// </summary>
internal sealed class MatchPublisher(IEventPublisher publisher) : IMatchPublisher
{
    /// <summary>A match has at most 64 bytes on the wire: two keys of 16, a double, a method's name, and their tags.</summary>
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

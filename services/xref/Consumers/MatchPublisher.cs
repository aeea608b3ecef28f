using System.Security.Cryptography;
using Google.Protobuf;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.Matching;

namespace SpotifyPlatform.Xref.Consumers;

/// <summary>
/// Publishes matches in events of tracks whose ids share the first character, which is the key: so two statements about one
/// track are in one partition and cannot pass each other. The event's id is the hash of what it says.
/// </summary>
internal sealed class MatchPublisher(IEventBus bus) : IMatchPublisher
{
    /// <summary>A match has at most 64 bytes on the wire: two keys of 16, a double, a method's name, and their tags.</summary>
    internal const int MatchesPerEvent = OutgoingEvent.MaxBytes / 64;

    public Task PublishAsync(IReadOnlyList<TrackMatch> matches, CancellationToken cancellationToken)
    {
        var events =
            from match in matches
            group match by match.Id.ToString()[..1] into sharing
            orderby sharing.Key
            from batch in sharing.OrderBy(match => match.Id).Chunk(MatchesPerEvent)
            select Event(sharing.Key, batch);
        return bus.PublishAsync(Topics.TracksMatched, events.ToList(), cancellationToken);
    }

    private static OutgoingEvent<TracksMatched> Event(string key, TrackMatch[] batch)
    {
        var message = new TracksMatched();
        message.Matches.AddRange(batch.Select(match => new Match
        {
            SpotifyId = ByteString.CopyFrom(match.Id.ToKey()),
            Mbid = match.Mbid is { } mbid ? ByteString.CopyFrom(mbid.ToBytes()) : ByteString.Empty,
            Confidence = match.Confidence,
            Method = match.Method.Name(),
        }));
        return new OutgoingEvent<TracksMatched>(key, Convert.ToHexStringLower(SHA256.HashData(message.ToByteArray())), message);
    }
}

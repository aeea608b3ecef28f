using SpotifyPlatform.Contracts.Xref.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Stores which MusicBrainz recording a track is; a match without MBID removes an earlier one.</summary>
internal sealed class MatchesConsumer(TrackVectors vectors, VectorizerMetrics metrics) : SingleEventHandler<TracksMatched>
{
    public override async Task<Refusal?> HandleAsync(TracksMatched message, CancellationToken cancellationToken)
    {
        var refusal = EventValidator.ValidateIds(message.Matches.Select(match => match.SpotifyId), "A batch of matches")
            ?? (message.Matches.FirstOrDefault(match => match.Mbid.Length is not (0 or Mbid.ByteLength)) is { } bad
                ? new Refusal(EventValidator.Reason, $"A batch of matches has an MBID of {bad.Mbid.Length} bytes; an MBID has {Mbid.ByteLength}, a withdrawn match none.")
                : null);
        if (refusal is null)
            await vectors.PutAsync(message.Matches.Select(Read).ToList(), cancellationToken).ConfigureAwait(false);
        else
            metrics.Refused(refusal.Reason);
        return refusal;
    }

    private static TrackMbid Read(Match match) =>
        new(TrackId.FromKey(match.SpotifyId.Span), match.Mbid.IsEmpty ? null : Mbid.FromBytes(match.Mbid.Span));
}

using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Counts how often tracks are asked for.</summary>
internal sealed class AccessConsumer(IAccessStore accesses, VectorizerMetrics metrics, TimeProvider time) : SingleEventHandler<TracksAccessed>
{
    private const int ProducerLength = 16;
    private static readonly long LastMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override async Task<Refusal?> HandleAsync(TracksAccessed message, CancellationToken cancellationToken)
    {
        var refusal = BadEvent.Among(message.Tracks.Select(track => track.SpotifyId), "A batch of accesses") ?? Malformed(message);
        if (refusal is not null)
        {
            metrics.Refused(refusal.Reason);
            return refusal;
        }

        var began = time.GetTimestamp();
        var batch = new AccessBatch(new Guid(message.Producer.Span, bigEndian: true), message.Sequence, [.. message.Tracks.Select(Read)]);
        await accesses.AddAsync(batch, cancellationToken).ConfigureAwait(false);
        metrics.Consumed("access", message.Tracks.Count, time.GetElapsedTime(began));
        return null;
    }

    private static Refusal? Malformed(TracksAccessed message) => message switch
    {
        { Producer.Length: not ProducerLength } => new(BadEvent.Reason, $"A batch of accesses has a producer of {message.Producer.Length} bytes; a producer has {ProducerLength}."),
        { Sequence: < 1 } => new(BadEvent.Reason, $"A batch of accesses has the sequence {message.Sequence}; sequences begin at 1."),
        _ when message.Tracks.FirstOrDefault(track => track.Count is < 1 or > int.MaxValue || track.LastAccessedMs < 0 || track.LastAccessedMs > LastMs) is { } bad =>
            new(BadEvent.Reason, $"A batch of accesses counts {bad.Count} at {bad.LastAccessedMs} ms for a track; it may be 1 to {int.MaxValue} at a time of the years 1970 to 9999."),
        _ => null,
    };

    private static TrackAccess Read(AccessedTrack track) => new(
        TrackId.FromKey(track.SpotifyId.Span), track.Count, DateTimeOffset.FromUnixTimeMilliseconds(track.LastAccessedMs));
}

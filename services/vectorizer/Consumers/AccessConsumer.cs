using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Counts accesses of tracks.</summary>
internal sealed class AccessConsumer(IAccessStore accesses, VectorizerMetrics metrics, TimeProvider time) : SingleEventHandler<TracksAccessed>
{
    private const int ProducerLength = 16;
    private static readonly long LastMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override async Task<Refusal?> HandleAsync(TracksAccessed message, CancellationToken cancellationToken)
    {
        var refusal = EventValidator.ValidateIds(message.Tracks.Select(track => track.SpotifyId), "A batch of accesses") ?? FindError(message);
        if (refusal is not null)
        {
            metrics.Refused(refusal.Reason);
            return refusal;
        }

        var started = time.GetTimestamp();
        var counts = new AccessCounts(new Guid(message.Producer.Span, bigEndian: true), [.. message.Tracks.Select(Read)]);
        await accesses.MergeAsync(counts, cancellationToken).ConfigureAwait(false);
        metrics.Consumed(message.Tracks.Count, time.GetElapsedTime(started));
        return null;
    }

    private static Refusal? FindError(TracksAccessed message) => message switch
    {
        { Producer.Length: not ProducerLength } => new(EventValidator.Reason, $"A batch of accesses has a producer of {message.Producer.Length} bytes; a producer has {ProducerLength}."),
        _ when message.Tracks.FirstOrDefault(track => track.Count is < 1 or > int.MaxValue || track.LastAccessedMs < 0 || track.LastAccessedMs > LastMs) is { } bad =>
            new(EventValidator.Reason, $"A batch of accesses has count {bad.Count} and time {bad.LastAccessedMs} ms for a track; counts are 1 to {int.MaxValue}, times are of the years 1970 to 9999."),
        _ => null,
    };

    private static TrackAccess Read(AccessedTrack track) => new(
        TrackId.FromKey(track.SpotifyId.Span), track.Count, DateTimeOffset.FromUnixTimeMilliseconds(track.LastAccessedMs));
}

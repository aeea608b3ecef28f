using SpotifyPlatform.Contracts.Vectors.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Engines.Promotions;

/// <summary>Keeps this process's own copy of the promoted tracks, which its vector index searches beside the table.</summary>
internal sealed class PromotedTrackReader(IAccessStore accesses) : IEventHandler<TrackPromoted>
{
    private const int IdLength = 16;

    public async Task<IReadOnlyList<Refusal?>> HandleAsync(EventBatch<TrackPromoted> batch, CancellationToken cancellationToken)
    {
        var valid = batch.Events.Where(received => received.Message.SpotifyId.Length == IdLength).Select(received => TrackId.FromKey(received.Message.SpotifyId.Span)).ToList();
        if (valid.Count > 0)
            await accesses.MarkPromotedAsync(valid, cancellationToken).ConfigureAwait(false);
        return [.. batch.Events.Select(received => received.Message.SpotifyId.Length == IdLength
            ? null
            : new Refusal("bad_event", $"A promoted track has an id of {received.Message.SpotifyId.Length} bytes; an id has {IdLength}."))];
    }
}

using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher.Consumers;

/// <summary>Queues artists that are wanted.</summary>
internal sealed class ArtistsRequestedConsumer(IEnrichmentStore store) : SingleEventHandler<ArtistsRequested>
{
    public override async Task<Refusal?> HandleAsync(ArtistsRequested message, CancellationToken cancellationToken)
    {
        if (message.Artists.Count > RequestLimits.MaxItems || message.Artists.Any(artist => artist.Name.Length is 0 or > RequestLimits.MaxText || artist.TrackUri.Length > RequestLimits.MaxText))
            return new Refusal("bad_event", $"The request of '{RequestLimits.Shown(message.RequestedBy)}' has more than {RequestLimits.MaxItems} artists, or a name that is empty or longer than {RequestLimits.MaxText}.");
        await store.RequestAsync(
            [.. message.Artists.Select(artist => new EnrichmentRequest(EntityKind.Artist, artist.Name, artist.TrackUri.Length > 0 ? artist.TrackUri : null, RequestLimits.Shown(message.RequestedBy)))],
            cancellationToken).ConfigureAwait(false);
        return null;
    }
}

/// <summary>Queues tracks that are wanted.</summary>
internal sealed class TracksRequestedConsumer(IEnrichmentStore store) : SingleEventHandler<TracksRequested>
{
    public override async Task<Refusal?> HandleAsync(TracksRequested message, CancellationToken cancellationToken)
    {
        if (message.TrackIds.Count > RequestLimits.MaxItems || message.TrackIds.Any(id => !TrackId.TryParse(id.AsSpan(), out TrackId _)))
            return new Refusal("bad_event", $"The request of '{RequestLimits.Shown(message.RequestedBy)}' has more than {RequestLimits.MaxItems} tracks, or one that is no Spotify id.");
        await store.RequestAsync(
            [.. message.TrackIds.Select(id => new EnrichmentRequest(EntityKind.Track, id, null, RequestLimits.Shown(message.RequestedBy)))], cancellationToken).ConfigureAwait(false);
        return null;
    }
}

internal static class RequestLimits
{
    public const int MaxItems = 500;
    public const int MaxText = 1000;
    private const int MaxRequester = 128;

    public static string Shown(string requester) => string.Concat(requester.Take(MaxRequester).Select(c => char.IsControl(c) ? '\uFFFD' : c));
}

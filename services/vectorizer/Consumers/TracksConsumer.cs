using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Takes what people see of tracks.</summary>
internal sealed class TracksConsumer(TrackVectors vectors, VectorizerMetrics metrics) : IEventHandler<TracksExtracted>
{
    public async Task<Refusal?> HandleAsync(TracksExtracted message, CancellationToken cancellationToken)
    {
        var refusal = BadEvent.Among(message.Tracks.Select(track => track.SpotifyId), $"Track batch {message.Origin?.Batch}");
        if (refusal is null)
            await vectors.PutAsync(message.Tracks.Select(Read).ToList(), cancellationToken).ConfigureAwait(false);
        else
            metrics.Refused(refusal.Reason);
        return refusal;
    }

    private static TrackDescription Read(CatalogTrack track) => new(
        TrackId.FromKey(track.SpotifyId.Span),
        track.Name,
        string.Join(", ", track.Artists.Select(artist => artist.Name)),
        track.Popularity,
        ReleaseYear.Of(track.ReleaseDate),
        Isrc.TryParse(track.Isrc, out var isrc) ? isrc : null,
        [.. track.Genres]);
}

using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Vectorizer.Vectors;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Stores the descriptions of tracks.</summary>
internal sealed class TrackDescriptionsConsumer(TrackVectors vectors, VectorizerMetrics metrics) : SingleEventHandler<TracksExtracted>
{
    public override async Task<Refusal?> HandleAsync(TracksExtracted message, CancellationToken cancellationToken)
    {
        var batch = $"Track batch {message.Origin?.Batch}";
        var refusal = EventValidator.ValidateIds(message.Tracks.Select(track => track.SpotifyId), batch)
            ?? EventValidator.ValidateIds(message.Tracks.SelectMany(track => track.Artists).Select(artist => artist.SpotifyId), batch, "an artist");
        if (refusal is null)
            await vectors.PutAsync(message.Tracks.Select(Read).ToList(), message.Origin.Revision(), cancellationToken).ConfigureAwait(false);
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
        [.. track.Genres])
    {
        Explicit = track.Explicit,
        ArtistIds = [.. track.Artists.Select(artist => ArtistId.FromKey(artist.SpotifyId.Span))],
    };
}

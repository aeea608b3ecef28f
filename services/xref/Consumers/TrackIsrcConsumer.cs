using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.Matching;

namespace SpotifyPlatform.Xref.Consumers;

/// <summary>Matches tracks of the catalogue.</summary>
internal sealed class TrackIsrcConsumer(TrackMatcher matcher, XrefMetrics metrics) : SingleEventHandler<TracksExtracted>
{
    public override async Task<Refusal?> HandleAsync(TracksExtracted message, CancellationToken cancellationToken)
    {
        var bad = message.Tracks.FirstOrDefault(track => track.SpotifyId.Length != TrackId.KeyLength);
        if (bad is not null)
        {
            metrics.Refused("bad_event");
            return new Refusal(
                "bad_event", $"Batch {message.Origin?.Batch} has a track '{bad.Name}' with an id of {bad.SpotifyId.Length} bytes; an id has {TrackId.KeyLength}.");
        }

        // The last row of a track counts, as if the rows came in two batches.
        var tracks = message.Tracks.Select(Read).GroupBy(track => track.Id).Select(rows => rows.Last()).ToList();
        await matcher.MatchAsync(tracks, new FileRevision(message.Origin?.DataSet ?? "", message.Origin?.Revision ?? 0), cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static TrackIsrc Read(CatalogTrack track) => new(
        TrackId.FromKey(track.SpotifyId.Span),
        Isrc.TryParse(track.Isrc, out var isrc) ? isrc : null,
        track.DurationMs > 0 ? track.DurationMs : null);
}

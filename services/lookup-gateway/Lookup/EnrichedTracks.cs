using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>
/// Tracks of the catalogue with what the Web API says of them. Its answers are later than the data set, so what they know wins; the rest is the
/// catalogue's. A track that the Web API alone knows is answered too.
/// </summary>
public sealed class EnrichedTracks(ICatalog catalogue, IEnrichedRows enriched)
{
    /// <summary>The tracks that are known, unordered.</summary>
    /// <exception cref="TableNotBuiltException">There is no catalogue yet, and the Web API was not asked about all of the tracks.</exception>
    public async Task<IReadOnlyList<EnrichedTrackResult>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken)
    {
        var live = (await enriched.FindTracksAsync(ids, cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Id);
        var known = await KnownAsync(ids, live.Count, cancellationToken).ConfigureAwait(false);
        var tracks = new List<EnrichedTrackResult>(ids.Count);
        foreach (var track in known)
            tracks.Add(live.Remove(track.Id, out var row) ? new(Merge(track, row), IsEnriched: true) : new(track, IsEnriched: false));
        tracks.AddRange(live.Select(row => new EnrichedTrackResult(Merge(Unknown(row.Key), row.Value), IsEnriched: true)));
        return await WithGenresAsync(tracks, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<CatalogTrack>> KnownAsync(IReadOnlyCollection<TrackId> ids, int live, CancellationToken cancellationToken)
    {
        try
        {
            return await catalogue.GetAsync(ids, cancellationToken).ConfigureAwait(false);
        }
        catch (TableNotBuiltException) when (live > 0 && live == ids.Distinct().Count())
        {
            return [];
        }
    }

    private static CatalogTrack Unknown(TrackId id) => new(id, "", [], "", "", null, null, null, null, []);

    private static CatalogTrack Merge(CatalogTrack track, WebApiTrack row) => track with
    {
        Name = row.Name ?? track.Name,
        Artists = row.Artists.Count > 0 ? row.Artists : track.Artists,
        Album = row.Album ?? track.Album,
        ReleaseDate = row.ReleaseDate ?? track.ReleaseDate,
        Isrc = row.Isrc ?? track.Isrc,
        Popularity = row.Popularity ?? track.Popularity,
        DurationMs = row.DurationMs ?? track.DurationMs,
        Explicit = row.Explicit ?? track.Explicit,
    };

    /// <summary>Genres of the artists: where the Web API knows some of each of them, these; else these and the catalogue's.</summary>
    private async Task<IReadOnlyList<EnrichedTrackResult>> WithGenresAsync(List<EnrichedTrackResult> tracks, CancellationToken cancellationToken)
    {
        var credited = tracks.SelectMany(track => track.Track.Artists).Select(artist => artist.Id).Distinct().ToList();
        var genres = (await enriched.FindArtistsAsync(credited, cancellationToken).ConfigureAwait(false))
            .Where(artist => artist.Genres.Count > 0).ToDictionary(artist => artist.Id, artist => artist.Genres);
        return genres.Count == 0 ? tracks : [.. tracks.Select(track => WithGenres(track, track.Track))];

        EnrichedTrackResult WithGenres(EnrichedTrackResult result, CatalogTrack track)
        {
            var known = track.Artists.Where(artist => genres.ContainsKey(artist.Id)).ToList();
            if (known.Count == 0)
                return result;
            var live = known.SelectMany(artist => genres[artist.Id]);
            var all = (known.Count == track.Artists.Count ? live : live.Concat(track.Genres)).Distinct().Order(StringComparer.Ordinal).ToList();
            return new EnrichedTrackResult(track with { Genres = all }, IsEnriched: true);
        }
    }
}

/// <param name="IsEnriched">Whether the Web API says something of it.</param>
public sealed record EnrichedTrackResult(CatalogTrack Track, bool IsEnriched);

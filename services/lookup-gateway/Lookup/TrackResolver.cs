using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>Resolves a track name to one Spotify id.</summary>
public sealed class TrackResolver(ICatalog catalogue, IXrefStore xref)
{
    /// <summary>
    /// Several tracks may share an ISRC or a recording: the most popular one is chosen, then the lowest id.
    /// </summary>
    /// <exception cref="MalformedNameException">The name does not parse.</exception>
    /// <exception cref="NotFoundException">No track has this ISRC or MBID.</exception>
    public async Task<TrackId> ResolveAsync(string? text, CancellationToken cancellationToken)
    {
        var name = TrackName.Parse(text);
        if (name.Id is { } id)
            return id;
        var candidates = name.Isrc is { } isrc
            ? await xref.FindByIsrcAsync(isrc, cancellationToken).ConfigureAwait(false)
            : await xref.FindByMbidAsync(name.Mbid!.Value, cancellationToken).ConfigureAwait(false);
        if (candidates.Count == 0)
            throw new NotFoundException($"No track with {(name.Isrc is null ? $"MBID {name.Mbid}" : $"ISRC {name.Isrc}")} was found.");
        return candidates.Count == 1 ? candidates[0].Id : await MostPopularAsync([.. candidates.Select(match => match.Id)], cancellationToken).ConfigureAwait(false);
    }

    private async Task<TrackId> MostPopularAsync(IReadOnlyList<TrackId> ids, CancellationToken cancellationToken)
    {
        var tracks = await catalogue.GetAsync(ids, cancellationToken).ConfigureAwait(false);
        return tracks.Count == 0
            ? ids.Min()
            : tracks.OrderByDescending(track => track.Popularity).ThenBy(track => track.Id).First().Id;
    }
}

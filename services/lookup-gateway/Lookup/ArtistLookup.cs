using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>Looks up artists: what the Web API says wins, the rest is the data set's.</summary>
public sealed class ArtistLookup(IArtistCatalog catalogue, IEnrichedRows enriched)
{
    private const int MaxLength = 1_000;
    private const int MaxQuoted = 60;

    /// <exception cref="MalformedNameException">The name is no artist's.</exception>
    /// <exception cref="NotFoundException">Nothing is known of the artist.</exception>
    public async Task<ArtistResult> GetAsync(string? name, CancellationToken cancellationToken)
    {
        var id = Parse(name);
        var live = (await enriched.FindArtistsAsync([id], cancellationToken).ConfigureAwait(false)).SingleOrDefault();
        var known = await KnownAsync(id, live is not null, cancellationToken).ConfigureAwait(false);
        if (live is null && known is null)
            throw new NotFoundException($"Artist {id} is not in the data set, and the Web API was not asked about it.");
        return new ArtistResult(
            id, live?.Name ?? known?.Name ?? "", live is { Genres.Count: > 0 } ? live.Genres : known?.Genres ?? [], live?.Popularity ?? known?.Popularity,
            live?.Followers ?? known?.Followers, live?.Images ?? [], live?.FetchedAt);
    }

    private async Task<ArtistDescription?> KnownAsync(ArtistId id, bool isEnriched, CancellationToken cancellationToken)
    {
        try
        {
            return await catalogue.FindAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (TableNotBuiltException) when (isEnriched)
        {
            return null;
        }
    }

    private static ArtistId Parse(string? text)
    {
        if (text is null || text.Length > MaxLength)
            throw Malformed(text);
        var name = SpotifyLink.TryParse(text, out var link) ? link.Kind == "artist" ? link.Id : throw Malformed(text) : text.Trim();
        return ArtistId.TryParse(name, out var id) ? id : throw Malformed(text);
    }

    private static MalformedNameException Malformed(string? text) => new(
        $"'{(text is { Length: > MaxQuoted } ? text[..MaxQuoted] + "..." : text)}' is not an artist: give a Spotify id (22 characters), a spotify:artist: URI or an open.spotify.com/artist link.");
}

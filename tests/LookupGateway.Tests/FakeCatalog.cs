using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Tests;

/// <summary>A catalogue in memory.</summary>
internal sealed class FakeCatalog(params CatalogTrack[] tracks) : ICatalog
{
    public static CatalogTrack Track(TrackId id, string name, int popularity, Isrc? isrc = null) =>
        new(id, name, [new CatalogArtist(new ArtistId(id.Value), "The " + name)], "Album", "2020-01-02", isrc, popularity, 200_000, Explicit: false, ["folk"]);

    public ValueTask<IReadOnlyList<CatalogTrack>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        new([.. tracks.Where(track => ids.Contains(track.Id))]);
}

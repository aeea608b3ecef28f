using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests;

/// <summary>A catalogue in memory.</summary>
internal sealed class FakeCatalog(params CatalogTrack[] tracks) : ICatalog
{
    public static CatalogTrack Track(TrackId id, string name, int popularity, Isrc? isrc = null) =>
        new(id, name, [new CatalogArtist(id, "The " + name)], "Album", "2020-01-02", isrc, popularity, 200_000, Explicit: false, ["folk"]);

    public Task<IReadOnlyList<CatalogTrack>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CatalogTrack>>([.. tracks.Where(track => ids.Contains(track.Id))]);

    public Task<IReadOnlyList<TrackId>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrackId>>([.. tracks.Where(track => track.Isrc == isrc).OrderByDescending(track => track.Popularity).Select(track => track.Id)]);
}

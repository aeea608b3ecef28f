using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests;

/// <summary>A catalogue in memory.</summary>
internal sealed class FakeCatalogue(params CatalogueTrack[] tracks) : ICatalogue
{
    public static CatalogueTrack Track(TrackId id, string name, int popularity, Isrc? isrc = null) =>
        new(id, name, [new CatalogueArtist(id, "The " + name)], "Album", "2020-01-02", isrc, popularity, 200_000, Explicit: false, ["folk"]);

    public Task<IReadOnlyList<CatalogueTrack>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CatalogueTrack>>([.. tracks.Where(track => ids.Contains(track.Id))]);

    public Task<IReadOnlyList<TrackId>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TrackId>>([.. tracks.Where(track => track.Isrc == isrc).OrderByDescending(track => track.Popularity).Select(track => track.Id)]);
}

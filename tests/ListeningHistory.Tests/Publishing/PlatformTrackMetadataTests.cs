using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.Music;
using SpotifyPlatform.Sqlite.Stores;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing;
using SpotifyPlatform.Testing.Storage;

namespace SpotifyPlatform.ListeningHistory.Tests.Publishing;

public sealed class PlatformTrackMetadataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly World world = new(seed: 27);
    private readonly TableStore store;
    private readonly CurrentTables tables;
    private readonly SqliteEnrichedRows enriched;
    private readonly PlatformTrackMetadata metadata;

    public PlatformTrackMetadataTests()
    {
        var artifacts = new FolderArtifactStore(folder.File("artifacts"), null, TimeProvider.System);
        store = new TableStore(artifacts, artifacts, folder.File("scratch"), memoryBytes: 1 << 20, threads: 1, TimeProvider.System);
        tables = new CurrentTables(store, TimeProvider.System, NullLoggerFactory.Instance);
        var matches = new TableXrefStore(tables);
        enriched = new SqliteEnrichedRows(folder.File("enriched.sqlite"));
        metadata = new PlatformTrackMetadata(new TableCatalog(tables), new TableFeatureStore(tables, matches), matches, enriched);
    }

    public void Dispose()
    {
        enriched.Dispose();
        tables.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Get_NoDataSet_KnowsNothing() => Assert.Empty(await metadata.GetAsync(world.Ids(3), CancellationToken.None));

    [Fact]
    public async Task Get_CatalogWithoutFeatures_KnowsTheTracks()
    {
        var ids = world.Ids(2);
        var (first, second) = (new ArtistId(1), new ArtistId(2));
        var track = world.Description(ids[0]) with { Title = "Song", Artist = "Tyler, The Creator", ArtistIds = [first], Year = 1999, Genres = ["rap"] };
        await CatalogTables.PublishTracksAsync(store, [track, world.Description(ids[1]) with { Artist = "One, Two", ArtistIds = [first, second] }]);

        var found = (await metadata.GetAsync([.. ids, .. world.Ids(1)], CancellationToken.None)).ToDictionary(known => known.Id);

        Assert.Equal(ids.Order(), found.Keys.Order());
        Assert.Equal(("Song", 1999, track.Isrc, (AudioFeatures?)null), (found[ids[0]].Title, found[ids[0]].ReleaseYear, found[ids[0]].Isrc, found[ids[0]].Features));
        Assert.Equal([("Tyler, The Creator", first)], found[ids[0]].Artists);
        Assert.Equal([("One", first), ("Two", (ArtistId?)second)], found[ids[1]].Artists);
    }

    [Fact]
    public async Task Get_TracksThatTheWebApiWasAskedAbout_HaveItsValuesAndTheCataloguesForTheRest()
    {
        var ids = world.Ids(2);
        await CatalogTables.PublishTracksAsync(store, [world.Description(ids[0]) with { Title = "Song", Year = 1999, Genres = ["rap"] }]);
        await enriched.SaveAsync(
            [
                new TrackEnriched { TrackId = $"{ids[0]}", ReleaseDate = "2001-02-03", AlbumName = "Album", Popularity = 12, Explicit = true, DurationMs = 5000, FetchedAtMs = 1 },
                new TrackEnriched { TrackId = $"{ids[1]}", Name = "Other", FetchedAtMs = 1 },
            ],
            CancellationToken.None);

        var found = (await metadata.GetAsync(ids, CancellationToken.None)).ToDictionary(known => known.Id);

        Assert.Equal(
            ("Song", 2001, "2001-02-03", "Album", 12, true, 5000L),
            (found[ids[0]].Title, found[ids[0]].ReleaseYear, found[ids[0]].ReleaseDate, found[ids[0]].Album, found[ids[0]].Popularity, found[ids[0]].Explicit, found[ids[0]].DurationMs));
        Assert.Equal(["rap"], found[ids[0]].Genres);
        Assert.Equal(("Other", (string?)null), (found[ids[1]].Title, found[ids[1]].ReleaseDate));
    }

    [Fact]
    public async Task GetArtists_ThatTheWebApiWasAskedAbout_AreFoundByTheNamesOfThePlays()
    {
        var artist = new ArtistEnriched { ArtistId = $"{new ArtistId(1)}", Name = "Band", RequestedNames = { "BAND" }, Genres = { "pop" }, Followers = 3, FetchedAtMs = 1 };
        await enriched.SaveAsync([artist], CancellationToken.None);
        var found = Assert.Single(await metadata.GetArtistsAsync(["BAND", "nobody"], CancellationToken.None));
        Assert.Equal(("BAND", $"{new ArtistId(1)}", (int?)null, 3L), (found.Name, found.Id, found.Popularity, found.Followers));
        Assert.Equal(["pop"], found.Genres);
    }

    [Fact]
    public async Task Get_EveryTable_HasTheFeaturesToo()
    {
        var id = world.Ids(1)[0];
        var sound = world.Features(id);
        await CatalogTables.PublishTracksAsync(store, [world.Description(id)]);
        await CatalogTables.PublishFeaturesAsync(store, [sound]);

        Assert.Equal(sound.Features, Assert.Single(await metadata.GetAsync([id], CancellationToken.None)).Features);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.Music;
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
    private readonly PlatformTrackMetadata metadata;

    public PlatformTrackMetadataTests()
    {
        var artifacts = new FolderArtifactStore(folder.File("artifacts"), null, TimeProvider.System);
        store = new TableStore(artifacts, artifacts, folder.File("scratch"), memoryBytes: 1 << 20, threads: 1, TimeProvider.System);
        tables = new CurrentTables(store, TimeProvider.System, NullLoggerFactory.Instance);
        var matches = new TableXrefStore(tables);
        metadata = new PlatformTrackMetadata(new TableCatalog(tables), new TableFeatureStore(tables, matches), matches);
    }

    public void Dispose()
    {
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
    public async Task Get_EveryTable_HasTheFeaturesToo()
    {
        var id = world.Ids(1)[0];
        var sound = world.Features(id);
        await CatalogTables.PublishTracksAsync(store, [world.Description(id)]);
        await CatalogTables.PublishFeaturesAsync(store, [sound]);

        Assert.Equal(sound.Features, Assert.Single(await metadata.GetAsync([id], CancellationToken.None)).Features);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Storage.Catalog;

/// <summary>What readers get from the tables of tracks and features.</summary>
public sealed class CatalogTablesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
    private readonly World world = new(seed: 27);
    private readonly TableStore store;
    private readonly CurrentTables current;
    private readonly TableFeatureStore features;

    public CatalogTablesTests()
    {
        var artifacts = new FolderArtifactStore(folder.File("artifacts"), null, time);
        store = new TableStore(artifacts, artifacts, folder.File("scratch"), memoryBytes: 1 << 20, threads: 1, time);
        current = new CurrentTables(store, time, NullLoggerFactory.Instance);
        features = new TableFeatureStore(current, new NoMatches());
    }

    public void Dispose()
    {
        current.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Get_EveryPart_ComesBackEqual()
    {
        var ids = world.Ids(300);
        var (sound, described) = (ids.Select(id => world.Features(id)).ToArray(), ids.Select(OneNameAnArtist).ToArray());
        await CatalogTables.PublishFeaturesAsync(store, sound);
        await CatalogTables.PublishTracksAsync(store, described);

        var found = (await features.GetAsync(world.Shuffle(ids), CancellationToken.None)).ToDictionary(profile => profile.Id);

        Assert.Equal(ids.Length, found.Count);
        Assert.All(sound, row => Assert.Equal(row.Features, found[row.Id].Features));
        Assert.All(described, row => Descriptions.AssertEqual(row, found[row.Id].Description));
        Assert.All(found.Values, profile => Assert.Equal((FeatureOrigin.DataSet, time.GetUtcNow()), (profile.Provenance!.Origin, profile.CachedAt)));
    }

    [Fact]
    public async Task Get_TrackWithoutFeaturesOrDescription_HasTheOtherPart()
    {
        var ids = world.Ids(4);
        await CatalogTables.PublishFeaturesAsync(store, [world.Features(ids[0])]);
        await CatalogTables.PublishTracksAsync(store, [OneNameAnArtist(ids[1])]);

        var found = (await features.GetAsync([.. ids, ids[0], ids[1]], CancellationToken.None)).ToDictionary(profile => profile.Id);

        Assert.Equal(new[] { ids[0], ids[1] }.Order(), found.Keys.Order());
        Assert.Equal((true, false), (found[ids[0]].Features is not null, found[ids[0]].Description is not null));
        Assert.Equal((false, true), (found[ids[1]].Features is not null, found[ids[1]].Description is not null));
    }

    [Fact]
    public async Task Get_TableNotBuilt_SaysWhich()
    {
        Assert.Equal("features", (await Assert.ThrowsAsync<TableNotBuiltException>(() => features.GetAsync(world.Ids(1), CancellationToken.None))).Table);
        var catalog = new TableCatalog(current);
        Assert.Equal("tracks", (await Assert.ThrowsAsync<TableNotBuiltException>(async () => await catalog.GetAsync(world.Ids(1), CancellationToken.None))).Table);
    }

    [Fact]
    public async Task Get_NewGeneration_IsReadAfterAMinuteAndGoneRowsAreGone()
    {
        var ids = world.Ids(2);
        var catalog = new TableCatalog(current);
        await CatalogTables.PublishTracksAsync(store, [.. ids.Select(OneNameAnArtist)], revision: 1);
        Assert.Equal(2, (await catalog.GetAsync(ids, CancellationToken.None)).Count);
        await CatalogTables.PublishTracksAsync(store, [OneNameAnArtist(ids[0])], revision: 2);

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(ids[0], Assert.Single(await catalog.GetAsync(ids, CancellationToken.None)).Id);
    }

    /// <summary>With as many names as ids, as the source has them.</summary>
    private TrackDescription OneNameAnArtist(TrackId id)
    {
        var track = world.Description(id);
        return track with { Artist = string.Join(", ", track.ArtistIds.Select((_, i) => $"Ártist {i}")) };
    }

    private sealed class NoMatches : IXrefStore
    {
        public Task<IReadOnlyList<TrackMatch>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TrackMatch>>([]);

        public Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TrackMatch>>([]);

        public Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TrackMatch>>([]);

        public Task<IReadOnlyDictionary<MatchMethod, long>> CountByMethodAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

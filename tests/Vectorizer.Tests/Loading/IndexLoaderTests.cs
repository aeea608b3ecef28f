using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Loading;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Tests.Loading;

public sealed class IndexLoaderTests : IDisposable
{
    private readonly VectorizerWorld world = new();
    private readonly FakeVectorIndex index = new();
    private readonly LoggedEvents<IndexLoader> log = new();

    [Fact]
    public async Task Load_GenerationAfterGeneration_WritesTheDifference()
    {
        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 50), TestTrack.Of(3, 50));
        Assert.Equal(3, await LoadAsync(everything: false));
        Assert.Equal(0, await LoadAsync(everything: false));

        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 60), TestTrack.Of(4, 50));
        Assert.Equal(2, await LoadAsync(everything: false));
        Assert.Equal([(1, 50), (2, 60), (4, 50)], Loaded());
    }

    [Fact]
    public async Task Load_Everything_FillsALostIndex()
    {
        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 50));
        await LoadAsync(everything: false);
        index.Points.Clear();
        Assert.Equal(2, await LoadAsync(everything: true));
        Assert.Equal([(1, 50), (2, 50)], Loaded());
    }

    [Fact]
    public async Task Load_PromotedTrackLeavesTheTable_StaysAsItIsNow()
    {
        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 50));
        await LoadAsync(everything: false);
        await world.PromoteAsync(2);

        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 20));
        await LoadAsync(everything: false);
        Assert.Equal([(1, 50), (2, 20)], Loaded());
    }

    [Fact]
    public async Task Load_Fails_IsRepeatedWithTheSameResult()
    {
        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 50));
        index.NextFault = new IOException("The server is away.");
        await Assert.ThrowsAsync<IOException>(() => LoadAsync(everything: false));
        Assert.Equal(2, await LoadAsync(everything: false));
        Assert.Equal([(1, 50), (2, 50)], Loaded());
    }

    /// <summary>An upsert and a deletion, each with a step before and after it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Load_CrashesWithinAGenerationAndTheFirstIsPublishedAgain_HoldsTheFirst(int step)
    {
        TestTrack[] first = [TestTrack.Of(1, 50), TestTrack.Of(2, 50), TestTrack.Of(3, 50)];
        await PublishAsync(first);
        await LoadAsync(everything: false);
        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 60), TestTrack.Of(4, 50));
        await Assert.ThrowsAsync<CrashedException>(() => LoadAsync(everything: false, new CrashingVectorIndex(index, new Crash(step))));

        await PublishAsync(first);
        await LoadAsync(everything: false);
        Assert.Equal([(1, 50), (2, 50), (3, 50)], Loaded());
        Assert.Equal(0, await LoadAsync(everything: false));
        Assert.Empty(log.Ids);
    }

    [Fact]
    public async Task Load_PromotedTrackLosesItsFeatures_IsDeleted()
    {
        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 20));
        await world.PromoteAsync(2);
        await LoadAsync(everything: false);
        Assert.Equal([(1, 50), (2, 20)], Loaded());

        await PublishAsync(TestTrack.Of(1, 50), new TestTrack(2, 20, null));
        await LoadAsync(everything: false);
        Assert.Equal([(1, 50)], Loaded());
    }

    [Fact]
    public async Task Load_TheLoadedGenerationIsGone_WarnsOfThePointsThatStay()
    {
        await PublishAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 50));
        await LoadAsync(everything: false);
        Assert.Empty(log.Ids);
        await PublishAsync(TestTrack.Of(1, 60));
        world.Time.Advance(TimeSpan.FromDays(2));
        Assert.Single(await world.Store.PruneAsync(VectorTable.Name, 1, CancellationToken.None));

        await LoadAsync(everything: false);
        Assert.Equal([(1, 60), (2, 50)], Loaded());
        Assert.Equal([4104, 4105], log.Ids);
    }

    [Fact]
    public async Task Load_EmbeddedIndex_IsNotNeeded()
    {
        await PublishAsync(TestTrack.Of(1, 50));
        using var loader = Loader(world.Index);
        Assert.False(loader.IsNeeded);
        Assert.Equal(0, await loader.LoadAsync(everything: true, CancellationToken.None));
    }

    public void Dispose() => world.Dispose();

    private async Task PublishAsync(params TestTrack[] tracks)
    {
        await world.PutTracksAsync(tracks);
        await world.DeriveAsync();
    }

    /// <summary>As another process of the service.</summary>
    private async Task<long> LoadAsync(bool everything, IVectorIndex? to = null)
    {
        using var loader = Loader(to ?? index);
        return await loader.LoadAsync(everything, CancellationToken.None);
    }

    private IndexLoader Loader(IVectorIndex to) => new(world.Store, new LoadedGenerations(world.Artifacts), world.Promoted, world.Storage, to, log);

    private IEnumerable<(int, int)> Loaded() => index.Points.OrderBy(point => point.Key).Select(point => ((int)(point.Key.Value - Events.Track(0).Value), point.Value.Payload.Popularity));
}

using SpotifyPlatform.Vectorizer.Loading;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Tests.Loading;

public sealed class IndexLoaderTests : IDisposable
{
    private readonly VectorizerWorld world = new();
    private readonly FakeVectorIndex index = new();

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
        await world.Accesses.MergeAsync(new(Guid.NewGuid(), [new(Events.Track(2), 5, DateTimeOffset.UnixEpoch)]), CancellationToken.None);
        await world.Accesses.MarkPromotedAsync([Events.Track(2)], CancellationToken.None);

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

    [Fact]
    public async Task Load_EmbeddedIndex_IsNotNeeded()
    {
        await PublishAsync(TestTrack.Of(1, 50));
        using var loader = new IndexLoader(world.Store, new LoadedGenerations(world.Artifacts), Promoted(), world.Scratch, world.Index);
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
    private async Task<long> LoadAsync(bool everything)
    {
        using var loader = new IndexLoader(world.Store, new LoadedGenerations(world.Artifacts), Promoted(), world.Scratch, index);
        return await loader.LoadAsync(everything, CancellationToken.None);
    }

    private PromotedTracks Promoted() => new(world.Accesses, world.Features, world.Composer);

    private IEnumerable<(int, int)> Loaded() => index.Points.OrderBy(point => point.Key).Select(point => ((int)(point.Key.Value - Events.Track(0).Value), point.Value.Payload.Popularity));
}

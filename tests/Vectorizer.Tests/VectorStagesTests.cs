using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Music;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests;

public sealed class VectorStagesTests : IDisposable
{
    private readonly VectorizerWorld world = new();

    [Fact]
    public async Task Count_EmbeddedIndex_EqualsWhatItSearchesAndDoesNotLoadIt()
    {
        Assert.Equal(0, await CountAsync(new UnreadIndex()));
        await world.PutTracksAsync(TestTrack.Of(1, 50), TestTrack.Of(2, 50), TestTrack.Of(3, 20), new TestTrack(4, 20, null), TestTrack.Of(5, 20));
        await world.DeriveAsync();
        Assert.Equal(2, await CountAsync(new UnreadIndex()));

        // One in the table, one beside it, and one without features.
        await world.PromoteAsync(1, 3, 4);
        Assert.Equal(3, await CountAsync(new UnreadIndex()));
        Assert.Equal(3, await world.Index.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Count_IndexOfAnotherProcess_AsksIt()
    {
        var index = new FakeVectorIndex();
        index.Points[Events.Track(1)] = new VectorPoint(Events.Track(1), [], TestTrack.Of(1, 50).Profile.Description!, null);
        Assert.Equal(1, await CountAsync(index));
    }

    public void Dispose() => world.Dispose();

    private async Task<long> CountAsync(IVectorIndex index)
    {
        var sources = new StoreSources(world.Storage, Options.Create(new ArtifactOptions()));
        var stages = new VectorStages(world.Tables, world.Store, index, world.Promoted, sources);
        return (await stages.CountAsync(CancellationToken.None)).Single(stage => stage.Name == StageNames.Vectors).Count;
    }

    /// <summary>Fails whatever is asked.</summary>
    private sealed class UnreadIndex : IVectorIndex
    {
        public int Dimensions => FeatureVector.Dimensions;

        public Task<IReadOnlyList<VectorPoint>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<IReadOnlyList<VectorHit>>> SearchAsync(IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<VectorHit>?> SearchTailAsync(VectorQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<long> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RefreshAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

using Google.Protobuf;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Tests.Vectors;

public sealed class TrackVectorsTests
{
    private readonly FakeFeatureStore store = new();
    private readonly FakeVectorIndex index = new();

    public static TheoryData<int[]> Orders() => [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Put_PartsInAnyOrder_WritesTheWholePoint(int[] order)
    {
        using var vectorizer = new VectorizerProcess(store, index);
        IMessage[] parts = [Events.Describe((1, 50)), Events.Features(1), Events.Match((1, 7))];
        foreach (var part in order)
            Assert.Null(await vectorizer.HandleAsync(parts[part]));

        var point = Assert.Single(index.Points).Value;
        Assert.Equal([.5f, .01f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .5f], point.Vector);
        Assert.Equal(Events.Mbid(7), point.Mbid);
        Assert.Equal(("Track 1", "First, Second", 50, 1999), (point.Payload.Title, point.Payload.Artist, point.Payload.Popularity, point.Payload.Year));
        Assert.Equal(Isrc.Parse("USABC2600001"), point.Payload.Isrc);
        Assert.Equal(["ambient", "jazz"], point.Payload.Genres);
        Assert.True(point.Payload.Explicit);
        Assert.Equal([Events.Artist(1_000), Events.Artist(2_000)], point.Payload.ArtistIds);
    }

    [Fact]
    public async Task Put_FeaturesOfAFile_SayWhichFile()
    {
        using var vectorizer = new VectorizerProcess(store, index);
        var batch = Events.Features(1);
        batch.Origin = new() { FileSha256 = ByteString.CopyFrom([.. Enumerable.Range(1, 32).Select(i => (byte)i)]) };
        await vectorizer.HandleAsync(batch);
        var profile = Assert.Single(await store.GetAsync([Events.Track(1)], CancellationToken.None));
        Assert.Equal(new FeatureProvenance(FeatureOrigin.DataSet, "0102030405060708"), profile.Provenance);
    }

    [Fact]
    public async Task Put_WithoutAPart_WritesNothing()
    {
        using var vectorizer = new VectorizerProcess(store, index);
        await vectorizer.HandleAsync(Events.Describe((1, 50)));
        await vectorizer.HandleAsync(Events.Features(2));
        await vectorizer.HandleAsync(Events.Match((1, 7), (2, 8), (3, 9)));
        Assert.Empty(index.Points);
    }

    [Theory]
    [InlineData(30, 29, false)]
    [InlineData(30, 30, true)]
    [InlineData(0, 0, true)]
    [InlineData(100, 99, false)]
    public async Task Put_Popularity_DecidesTheTier(int minPopularity, int popularity, bool indexed)
    {
        using var vectorizer = new VectorizerProcess(store, index, minPopularity);
        await vectorizer.HandleAsync(Events.Features(1));
        await vectorizer.HandleAsync(Events.Describe((1, popularity)));
        Assert.Equal(indexed, index.Points.ContainsKey(Events.Track(1)));
        Assert.Equal(1, await store.CountFeaturesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Put_MatchWithdrawn_TakesTheMbidOutOfThePoint()
    {
        using var vectorizer = new VectorizerProcess(store, index);
        await vectorizer.HandleAsync(Events.Describe((1, 50)));
        await vectorizer.HandleAsync(Events.Features(1));
        await vectorizer.HandleAsync(Events.Match((1, 7)));
        await vectorizer.HandleAsync(Events.Match((1, null)));
        Assert.Null(index.Points[Events.Track(1)].Mbid);
    }

    /// <summary>
    /// The first handler has read the track without its MBID and writes late. The second stores the MBID meanwhile. Without the lock, the first would
    /// overwrite the new point with its stale one.
    /// </summary>
    [Fact]
    public async Task Put_AnotherPartComesBetweenReadAndWrite_EndsWithBoth()
    {
        using var vectorizer = new VectorizerProcess(store, index);
        await vectorizer.HandleAsync(Events.Features(1));
        var slow = store.HoldNextRead();
        var first = vectorizer.HandleAsync(Events.Describe((1, 50)));
        var second = vectorizer.HandleAsync(Events.Match((1, 7)));
        Assert.False(first.IsCompleted);
        slow.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(Events.Mbid(7), index.Points[Events.Track(1)].Mbid);
    }

    [Fact]
    public async Task Put_FeatureRowWithoutValues_IsNoFeatures()
    {
        using var vectorizer = new VectorizerProcess(store, index);
        var empty = Events.Features(1);
        empty.Tracks[0] = new() { SpotifyId = empty.Tracks[0].SpotifyId, DurationMs = 5 };
        await vectorizer.HandleAsync(Events.Describe((1, 50)));
        Assert.Null(await vectorizer.HandleAsync(empty));
        Assert.Empty(index.Points);
        Assert.Equal(0, await store.CountFeaturesAsync(CancellationToken.None));
    }
}

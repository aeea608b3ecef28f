using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>Points with a text embedding after the features.</summary>
public sealed class HybridTests
{
    private readonly FakeFeatureStore store = new();
    private readonly FakeVectorIndex index = new();

    [Fact]
    public async Task Put_TracksThatSoundAlike_AreToldApartByTheirText()
    {
        var composer = new VectorComposer(new HashedNGramEmbedder(64), 1, 1);
        using var vectorizer = new VectorizerProcess(store, index, composer: composer);
        await vectorizer.HandleAsync(Features());
        await vectorizer.HandleAsync(Named("Karma Police", "Karma Police (Live)", "Goldberg-Variationen"));

        var vectors = Enumerable.Range(1, 3).Select(track => index.Points[Events.Track(track)].Vector).ToList();
        Assert.All(vectors, vector => Assert.Equal(13 + 64, vector.Length));
        Assert.All(vectors, vector => Assert.Equal(vectors[0][..13], vector[..13]));
        Assert.InRange(Cosine.Of(vectors[0], vectors[1]), Cosine.Of(vectors[0], vectors[2]) + 0.1, 0.9999);
    }

    [Fact]
    public async Task Put_PartsInAnotherOrder_IsTheSamePoint()
    {
        var composer = new VectorComposer(new HashedNGramEmbedder(64), 1, 1);
        using (var first = new VectorizerProcess(store, index, composer: composer))
        {
            await first.HandleAsync(Features());
            await first.HandleAsync(Named("One", "Two", "Three"));
        }

        var again = new FakeVectorIndex();
        using var second = new VectorizerProcess(new FakeFeatureStore(), again, composer: composer);
        await second.HandleAsync(Named("One", "Two", "Three"));
        await second.HandleAsync(Features());
        Assert.All(index.Points, point => Assert.Equal(point.Value.Vector, again.Points[point.Key].Vector));
    }

    /// <summary>Three tracks with equal features.</summary>
    private static FeaturesExtracted Features()
    {
        var message = Events.Features(1, 2, 3);
        foreach (var track in message.Tracks)
            track.Energy = 0.5;
        return message;
    }

    private static TracksExtracted Named(params string[] titles)
    {
        var message = Events.Describe((1, 50), (2, 50), (3, 50));
        foreach (var (track, title) in message.Tracks.Zip(titles))
            track.Name = title;
        return message;
    }
}

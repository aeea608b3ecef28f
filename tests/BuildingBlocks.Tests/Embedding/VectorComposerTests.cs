namespace SpotifyPlatform.BuildingBlocks.Tests.Embedding;

public sealed class VectorComposerTests
{
    private static readonly HashedNGramEmbedder Embedder = new(32);

    [Fact]
    public async Task Compose_WithoutEmbedding_IsTheThirteenFeatures()
    {
        var track = Track("Karma Police", energy: 0.6);
        Assert.Equal(FeatureVector.Dimensions, VectorComposer.FeaturesAlone.Dimensions);
        Assert.Equal(FeatureVector.From(track.Features, 50), Assert.Single(await VectorComposer.FeaturesAlone.ComposeAsync([track], CancellationToken.None)));
    }

    [Fact]
    public async Task Compose_TracksWithoutDescription_HaveNoText()
    {
        var composer = new VectorComposer(Embedder, 1, 1);
        var (known, unknown) = (Track("Karma Police", energy: 0.6), new DescribedFeatures(Silence with { Energy = 0.6 }, null));
        var vectors = await composer.ComposeAsync([unknown, known, unknown], CancellationToken.None);
        float[] bare = [.. FeatureVector.From(unknown.Features, null), .. new float[32]];
        Assert.Equal([bare, Assert.Single(await composer.ComposeAsync([known], CancellationToken.None)), bare], vectors);
        Assert.Equal([bare], await composer.ComposeAsync([unknown], CancellationToken.None));
    }

    [Theory]
    [InlineData(0.7, 0.3)]
    [InlineData(1, 1)]
    [InlineData(2, 14)]
    [InlineData(1, 0)]
    public async Task Compose_TwoTracks_TheirCosineIsTheWeightedMix(double featureWeight, double textWeight)
    {
        DescribedFeatures[] tracks = [Track("Karma Police", energy: 0.9), Track("Karma Chameleon", energy: 0.1)];
        var composer = new VectorComposer(Embedder, featureWeight, textWeight);
        var vectors = await composer.ComposeAsync(tracks, CancellationToken.None);
        var texts = await Embedder.EmbedAsync([.. tracks.Select(t => TrackText.Of(t.Description!))], CancellationToken.None);
        var features = tracks.Select(t => FeatureVector.From(t.Features, 50)).ToList();

        var mix = (featureWeight * Cosine(features[0], features[1]) + textWeight * Cosine(texts[0], texts[1])) / (featureWeight + textWeight);
        Assert.Equal(mix, Cosine(vectors[0], vectors[1]), 1e-6);
        Assert.All(vectors.Zip(features), pair => Assert.Equal(pair.Second, pair.First[..FeatureVector.Dimensions]));
        Assert.All(vectors, vector => Assert.Equal(composer.Dimensions, vector.Length));
        Assert.Equal(45, composer.Dimensions);
    }

    [Fact]
    public async Task Compose_NoFeatureAboveZero_IsAZeroVector()
    {
        var track = new DescribedFeatures(Silence, Track("x", 0).Description! with { Popularity = 0 });
        Assert.All(Assert.Single(await new VectorComposer(Embedder, 1, 1).ComposeAsync([track], CancellationToken.None)), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Text_OfATrack_IsAsSpecified()
    {
        var track = Track("Karma Police", 0).Description!;
        Assert.Equal("Radiohead - Karma Police [art rock, rock]", TrackText.Of(track));
        Assert.Equal("Radiohead - Karma Police", TrackText.Of(track with { Genres = [] }));
    }

    [Fact]
    public void Text_OfALongTitle_IsCutBetweenCharacters()
    {
        var text = TrackText.Of(Track(string.Concat(Enumerable.Repeat("\U0001F3B5", 600)), 0).Description! with { Artist = "a" });
        Assert.InRange(text.Length, TrackText.MaxLength - 1, TrackText.MaxLength);
        Assert.False(char.IsHighSurrogate(text[^1]));
    }

    private static readonly AudioFeatures Silence = new(null, null, null, null, null, null, null, null, null, null, null, null, null);

    private static DescribedFeatures Track(string title, double energy) => new(
        Silence with { Energy = energy, Valence = 0.3, Tempo = 120 },
        new TrackDescription(new TrackId((UInt128)1), title, "Radiohead", 50, 1997, null, ["art rock", "rock"]));

    private static double Cosine(float[] x, float[] y)
    {
        static double Dot(float[] a, float[] b) => a.Zip(b, (p, q) => (double)p * q).Sum();
        return Dot(x, y) / Math.Sqrt(Dot(x, x) * Dot(y, y));
    }
}

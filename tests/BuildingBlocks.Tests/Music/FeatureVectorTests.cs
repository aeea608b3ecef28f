namespace SpotifyPlatform.BuildingBlocks.Tests.Music;

public sealed class FeatureVectorTests
{
    private const int Tempo = 0, Valence = 3, Acousticness = 4, Loudness = 8, Key = 9, TimeSignature = 11, Popularity = 12;
    private static readonly AudioFeatures Whole = new(130, .9, .8, .7, .6, .5, .4, .3, -15, 11, 1, 5, 200_000);
    private static readonly AudioFeatures Nothing = new(null, null, null, null, null, null, null, null, null, null, null, null, null);

    [Fact]
    public void From_KnownTrack_HasTheDimensionsInOrder()
    {
        Assert.Equal([.5f, .9f, .8f, .7f, .6f, .5f, .4f, .3f, .75f, 1f, 1f, .5f, .42f], FeatureVector.From(Whole, 42));
        Assert.DoesNotContain(false, FeatureVector.Known(Whole, 42));
        Assert.Equal(FeatureVector.Dimensions, FeatureVector.Names.Count);
    }

    [Fact]
    public void From_ValuesOutsideTheirRange_AreClamped()
    {
        var features = new AudioFeatures(400, 2, -1, null, double.NaN, 0, 0, 0, 3, -1, null, 1, null);
        Assert.Equal([1f, 1f, 0f, 0f, 0f, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 1f], FeatureVector.From(features, 120));
    }

    [Theory]
    [InlineData(0.0, 0f, false)] // The analyser heard no beat.
    [InlineData(0.001, 0f, true)]
    [InlineData(60.0, 0f, true)]
    [InlineData(200.0, 1f, true)]
    [InlineData(243.7, 1f, true)]
    [InlineData(double.NaN, 0f, false)]
    [InlineData(double.PositiveInfinity, 1f, true)]
    public void From_Tempo_IsClampedAndZeroIsUnknown(double tempo, float expected, bool known) => AssertIs(Tempo, Whole with { Tempo = tempo }, expected, known);

    [Theory]
    [InlineData(1.0, 1f)] // Mastered above full scale.
    [InlineData(0.0, 1f)]
    [InlineData(-60.0, 0f)]
    [InlineData(-75.0, 0f)]
    [InlineData(-30.0, .5f)]
    public void From_Loudness_IsClampedAndKnown(double loudness, float expected) => AssertIs(Loudness, Whole with { Loudness = loudness }, expected, known: true);

    [Theory]
    [InlineData(-1, 0f, false)]
    [InlineData(0, 0f, true)]
    [InlineData(11, 1f, true)]
    public void From_Key_CIsKnownAndMinusOneIsNot(int key, float expected, bool known) => AssertIs(Key, Whole with { Key = key }, expected, known);

    [Theory]
    [InlineData(0, 0f, false)]
    [InlineData(1, 0f, true)]
    [InlineData(3, 0f, true)]
    [InlineData(7, 1f, true)]
    public void From_TimeSignature_ZeroIsUnknown(int beats, float expected, bool known) => AssertIs(TimeSignature, Whole with { TimeSignature = beats }, expected, known);

    [Theory]
    [InlineData(null, 0f, false)]
    [InlineData(0, 0f, true)]
    [InlineData(100, 1f, true)]
    public void From_Popularity_NullIsUnknownAndZeroIsNot(int? popularity, float expected, bool known)
    {
        Assert.Equal(expected, FeatureVector.From(Whole, popularity)[Popularity]);
        Assert.Equal(known, FeatureVector.Known(Whole, popularity)[Popularity]);
    }

    [Fact]
    public void Known_MissingFeatures_AreMaskedAndNoOthers()
    {
        var known = FeatureVector.Known(Whole with { Valence = null, Acousticness = double.NaN }, 1);
        Assert.Equal([Valence, Acousticness], Enumerable.Range(0, FeatureVector.Dimensions).Where(d => !known[d]));
    }

    [Fact]
    public void From_NothingKnown_IsTheZeroVectorMaskedWhole()
    {
        Assert.Equal(new float[FeatureVector.Dimensions], FeatureVector.From(Nothing, null));
        Assert.DoesNotContain(true, FeatureVector.Known(Nothing, null));
    }

    private static void AssertIs(int dimension, AudioFeatures features, float expected, bool known)
    {
        Assert.Equal(expected, FeatureVector.From(features, 42)[dimension]);
        Assert.Equal(known, FeatureVector.Known(features, 42)[dimension]);
        Assert.Equal(known ? 0 : 1, FeatureVector.Known(features, 42).Count(k => !k));
    }
}

namespace SpotifyPlatform.Music.Tests;

public sealed class MeasureTests
{
    [Fact]
    public void FeatureVector_KnownTrack_HasTheDimensionsInOrder()
    {
        var features = new AudioFeatures(130, .9, .8, .7, .6, .5, .4, .3, -15, 11, 1, 5, 200_000);
        Assert.Equal([.5f, .9f, .8f, .7f, .6f, .5f, .4f, .3f, .75f, 1f, 1f, .5f, .42f], FeatureVector.From(features, 42));
    }

    [Fact]
    public void FeatureVector_ValuesOutsideTheirRange_AreClamped()
    {
        var features = new AudioFeatures(400, 2, -1, null, double.NaN, 0, 0, 0, 3, -1, null, 1, null);
        Assert.Equal([1f, 1f, 0f, 0f, 0f, 0f, 0f, 0f, 1f, 0f, 0f, 0f, 1f], FeatureVector.From(features, 120));
    }

    [Fact]
    public void PairScore_KnownCounts_AreTheFormulas()
    {
        // 8 of 1024 playlists hold both, 16 hold one and 32 the other: 2^13 / 2^9 = 2^4.
        Assert.Equal(4, PairScore.Pmi(8, 16, 32, 1024), 12);
        Assert.Equal(0.2, PairScore.Jaccard(8, 16, 32), 12);
        Assert.Equal(0.6 * 9 / 15 + 0.4 * 0.2, PairScore.Rank(4, 0.2), 12);
        Assert.Equal(1.0, PairScore.Rank(20, 1), 12);
    }
}

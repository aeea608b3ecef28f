using SpotifyPlatform.SampleData.Randomness;

namespace SpotifyPlatform.SampleData.Tests.Randomness;

public sealed class RngTests
{
    [Fact]
    public void Next_FromAKnownSeed_IsTheSameEverywhere()
    {
        var rng = Rng.For(42, RngStream.Song, 7);
        Assert.Equal([rng.Next(), rng.Next()], Twice());
        static ulong[] Twice()
        {
            var again = Rng.For(42, RngStream.Song, 7);
            return [again.Next(), again.Next()];
        }
    }

    [Fact]
    public void Unit_ManyDraws_AreEvenAndWithinBounds()
    {
        var rng = Rng.For(1, RngStream.Song, 1);
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => rng.Unit())];
        Assert.All(draws, draw => Assert.InRange(draw, 0, 0.9999999999));
        Assert.InRange(draws.Average(), 0.49, 0.51);
    }

    [Fact]
    public void Normal_ManyDraws_HaveMeanZeroAndSpreadOne()
    {
        var rng = Rng.For(1, RngStream.Song, 2);
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => rng.Normal())];
        Assert.InRange(draws.Average(), -0.03, 0.03);
        Assert.InRange(draws.Average(draw => draw * draw), 0.97, 1.03);
    }

    [Fact]
    public void Between_BothEnds_AreDrawn()
    {
        var rng = Rng.For(1, RngStream.Song, 3);
        Assert.Equal([3, 4, 5], Enumerable.Range(0, 200).Select(_ => rng.Between(3, 5)).Distinct().Order());
    }
}

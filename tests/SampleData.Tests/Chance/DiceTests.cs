using SpotifyPlatform.SampleData.Chance;

namespace SpotifyPlatform.SampleData.Tests.Chance;

public sealed class DiceTests
{
    [Fact]
    public void Next_FromAKnownSeed_IsTheSameEverywhere()
    {
        var dice = Dice.For(42, Draw.Song, 7);
        Assert.Equal([dice.Next(), dice.Next()], Twice());
        static ulong[] Twice()
        {
            var again = Dice.For(42, Draw.Song, 7);
            return [again.Next(), again.Next()];
        }
    }

    [Fact]
    public void Unit_ManyDraws_AreEvenAndWithinBounds()
    {
        var dice = Dice.For(1, Draw.Song, 1);
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => dice.Unit())];
        Assert.All(draws, draw => Assert.InRange(draw, 0, 0.9999999999));
        Assert.InRange(draws.Average(), 0.49, 0.51);
    }

    [Fact]
    public void Normal_ManyDraws_HaveMeanZeroAndSpreadOne()
    {
        var dice = Dice.For(1, Draw.Song, 2);
        double[] draws = [.. Enumerable.Range(0, 20_000).Select(_ => dice.Normal())];
        Assert.InRange(draws.Average(), -0.03, 0.03);
        Assert.InRange(draws.Average(draw => draw * draw), 0.97, 1.03);
    }

    [Fact]
    public void Between_BothEnds_AreDrawn()
    {
        var dice = Dice.For(1, Draw.Song, 3);
        Assert.Equal([3, 4, 5], Enumerable.Range(0, 200).Select(_ => dice.Between(3, 5)).Distinct().Order());
    }
}

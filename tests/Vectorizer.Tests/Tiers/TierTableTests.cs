using SpotifyPlatform.Vectorizer.Tiers;

namespace SpotifyPlatform.Vectorizer.Tests.Tiers;

public sealed class TierTableTests
{
    // One track of popularity 100, two of 99 and so on: threshold t selects 1 + ... + (101 - t) tracks.
    private static readonly long[] Counts = [.. Enumerable.Range(0, 101).Select(popularity => 101L - popularity)];

    [Fact]
    public void Choices_ForEveryThreshold_CountTheTiersAndTheirCost()
    {
        var choices = new TierTable(Counts, new TierCost(200, 1_000)).Choices(100);
        Assert.Equal([0, 10, 20, 30, 40], choices.SkipLast(1).Select(choice => choice.MinPopularity));
        Assert.All(choices, choice =>
        {
            Assert.Equal(5_151, choice.TierA + choice.TierB + choice.TierC);
            Assert.Equal((choice.TierA * 200, choice.TierA / 1_000.0), (choice.Bytes, choice.Seconds));
        });
        Assert.Equal((5_151, 0, 0), Tiers(choices[0]));
        Assert.Equal((4_186, 0, 965), Tiers(choices[1]));
        Assert.Equal((2_556, 1_630, 965), Tiers(choices[3]));
    }

    [Theory]
    [InlineData(0, 101, 0)]
    [InlineData(1, 100, 1)]
    [InlineData(2, 100, 1)] // The two of popularity 99 go together.
    [InlineData(3, 99, 3)]
    [InlineData(5_150, 1, 5_050)]
    [InlineData(5_151, 0, 5_151)]
    [InlineData(long.MaxValue, 0, 5_151)]
    public void Choices_MostPopular_AreTheLowestThresholdThatHoldsNoMore(long top, int threshold, long tracks)
    {
        var choice = new TierTable(Counts, new TierCost(200, 1_000)).Choices(top)[^1];
        Assert.Equal((top, threshold, tracks), (choice.Top, choice.MinPopularity, choice.TierA));
        Assert.Equal(5_151, choice.TierA + choice.TierB + choice.TierC);
    }

    private static (long, long, long) Tiers(TierChoice choice) => (choice.TierA, choice.TierB, choice.TierC);
}

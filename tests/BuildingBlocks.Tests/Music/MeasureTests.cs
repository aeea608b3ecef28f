namespace SpotifyPlatform.BuildingBlocks.Tests.Music;

public sealed class MeasureTests
{
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

using SpotifyPlatform.Storage.Warehouse;

namespace SpotifyPlatform.BuildingBlocks.Tests.Storage.Warehouse;

public sealed class AnalysisTableTests
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    [Theory]
    [InlineData("0a", "analysis-0a")]
    [InlineData("0A", "analysis-0-a")]
    [InlineData("AA", "analysis--a-a")]
    [InlineData("Aa", "analysis--aa")]
    [InlineData("7N", "analysis-7-n")]
    public void NameOf_ShardsThatDifferByCase_AreDifferentNames(string shard, string name) => Assert.Equal(name, AnalysisTable.NameOf(ShardId.Parse(shard)));

    [Fact]
    public void TryShardOf_NameOfEveryShard_GivesItBack()
    {
        var shards = Alphabet.SelectMany(first => Alphabet.Select(second => ShardId.Parse($"{first}{second}"))).ToList();
        Assert.Equal(shards.Count, shards.Select(AnalysisTable.NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (var shard in shards)
        {
            Assert.True(AnalysisTable.TryShardOf(AnalysisTable.NameOf(shard), out var found));
            Assert.Equal(shard, found);
            Assert.Equal(AnalysisTable.NameOf(shard), AnalysisTable.Plan(shard, "1", 1, []).Table);
        }
    }

    [Theory]
    [InlineData("pairs")]
    [InlineData("analysis-")]
    [InlineData("analysis-0")]
    [InlineData("analysis-0A")]
    [InlineData("analysis-0a0")]
    [InlineData("analysis-0a-")]
    [InlineData("analysis-0--a")]
    [InlineData("analysis-0-1")]
    public void TryShardOf_OtherName_IsFalse(string name) => Assert.False(AnalysisTable.TryShardOf(name, out _));

    [Theory]
    [InlineData("0000000000000000000000", "00")]
    [InlineData("0A00000000000000000000", "0A")]
    [InlineData("7N42dgm5tFLK9N8MT7fHC7", "7N")]
    public void ShardOf_Track_HoldsIt(string track, string shard) => Assert.Equal(shard, AnalysisTable.ShardOf(TrackId.Parse(track)).Prefix);
}

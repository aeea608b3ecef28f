using SpotifyPlatform.Storage.Pairs;

namespace SpotifyPlatform.BuildingBlocks.Tests.Storage.Pairs;

public sealed class RowsByIdTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    public void Find_EveryId_IsItsRow(int count)
    {
        var random = new Random(7);
        AssertFound([.. Enumerable.Range(0, count).Select(_ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()))], UInt128.MaxValue);
    }

    /// <summary>Ids that are not random: they differ in the upper half only.</summary>
    [Fact]
    public void Find_EqualLowerHalves_IsTheRow() => AssertFound([.. Enumerable.Range(1, 500).Select(i => new UInt128((ulong)i, 0))], 0);

    private static void AssertFound(UInt128[] ids, UInt128 unknown)
    {
        var rows = new RowsById(ids);
        Assert.Equal(Enumerable.Range(0, ids.Length), ids.Select(rows.Find));
        Assert.Equal(-1, rows.Find(unknown));
    }
}

using System.Text;

namespace SpotifyPlatform.BuildingBlocks.Tests.EventBus;

public sealed class KeyPartitionTests
{
    /// <summary>The vectors of Kafka's own test of its partitioner.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Murmur2_KafkasVectors_AreEqual(string key, int expected) =>
        Assert.Equal(expected, (int)KeyPartition.Murmur2(Encoding.UTF8.GetBytes(key)));

    [Theory]
    [InlineData("")]
    [InlineData("foobar")]
    [InlineData("ключ")]
    public void Of_AnyKey_IsWithinThePartitions(string key) =>
        Assert.All(Enumerable.Range(1, 50), partitions => Assert.InRange(KeyPartition.Of(key, partitions), 0, partitions - 1));
}

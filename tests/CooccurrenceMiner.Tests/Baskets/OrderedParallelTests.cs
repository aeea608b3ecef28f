using SpotifyPlatform.CooccurrenceMiner.Baskets;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Baskets;

public sealed class OrderedParallelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void Run_AnyThreads_UsesEverythingOnceInOrder(int threads)
    {
        var used = new List<long>();
        OrderedParallel.Run(threads, 500, (_, i) => i, used.Add, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (long)i), used);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_AMakerThrows_EndsWithItsException(int threads)
    {
        var ex = Assert.Throws<InvalidDataException>(() => OrderedParallel.Run(
            threads, 10_000, (_, i) => i == 77 ? throw new InvalidDataException("no. 77") : i, _ => { }, CancellationToken.None));
        Assert.Equal("no. 77", ex.Message);
    }

    [Fact]
    public void Run_TheUserThrows_EndsWithItsException() => Assert.Throws<IOException>(() =>
        OrderedParallel.Run(4, 10_000, (_, i) => i, i => throw new IOException($"{i}"), CancellationToken.None));
}

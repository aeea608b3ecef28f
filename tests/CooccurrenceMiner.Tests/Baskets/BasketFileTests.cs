using System.Buffers.Binary;
using SpotifyPlatform.CooccurrenceMiner.Baskets;
using SpotifyPlatform.CooccurrenceMiner.Counting;

namespace SpotifyPlatform.CooccurrenceMiner.Tests.Baskets;

public sealed class BasketFileTests : IDisposable
{
    private static readonly MinedWorld World = MinedWorld.Mine(Playlist.Random(new Random(5), 200, 100, 40));
    private readonly string path = Path.GetTempFileName();

    public static TheoryData<string, Action<byte[]>> Damages() => new()
    {
        { "magic", bytes => bytes[0] ^= 1 },
        { "version", bytes => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), 2) },
        { "tracks", bytes => bytes[28] ^= 1 },
        { "entries", bytes => bytes[63] ^= 0x40 },
        { "body", bytes => bytes[BasketHeader.Bytes + 5] ^= 1 },
        { "last byte", bytes => bytes[^1] ^= 0x80 },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Open_AFileWithOneBitTurned_IsRefused(string what, Action<byte[]> damage)
    {
        var bytes = World.Baskets.ToArray();
        damage(bytes);
        File.WriteAllBytes(path, bytes);
        var ex = Assert.Throws<InvalidDataException>(() => BasketFile.Open(path, 2, CancellationToken.None));
        Assert.True(ex.Message.Contains("Delete it", StringComparison.Ordinal), what);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(BasketHeader.Bytes)]
    [InlineData(BasketHeader.Bytes + 100)]
    public void Open_ATruncatedFile_IsRefused(int length)
    {
        File.WriteAllBytes(path, World.Baskets[..length]);
        Assert.Throws<InvalidDataException>(() => BasketFile.Open(path, 2, CancellationToken.None));
    }

    [Fact]
    public void Header_SaysWhatTheFileIsOf()
    {
        File.WriteAllBytes(path, World.Baskets);
        using var file = BasketFile.Open(path, 2, CancellationToken.None);
        Assert.True(file.Header.IsOf(MinedWorld.Specification, new byte[32]));
        Assert.False(file.Header.IsOf(MinedWorld.Specification, [.. Enumerable.Repeat((byte)1, 32)]));
        Assert.False(file.Header.IsOf(MinedWorld.Specification with { MinPopularityExclusive = 11 }, new byte[32]));
        Assert.True(file.Header.IsOf(MinedWorld.Specification with { MaxPairsPerTrack = 7 }, new byte[32]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(13)]
    [InlineData(1_000)]
    public void Split_AnyRanges_CoversEveryRowOnceWithAboutTheSameEvents(int ranges)
    {
        File.WriteAllBytes(path, World.Baskets);
        using var file = BasketFile.Open(path, 2, CancellationToken.None);
        var plan = RangePlan.Split(file, ranges);
        Assert.Equal(Enumerable.Range(0, file.Tracks), plan.SelectMany(range => Enumerable.Range(range.Rows.First, range.Rows.End - range.Rows.First)));
        Assert.Equal(RangePlan.PairEvents(file), plan.Sum(range => range.PairEvents));
        Assert.True(plan.Count <= Math.Min(ranges, file.Tracks));
        if (ranges == 2)
            Assert.InRange(plan[0].PairEvents / (double)RangePlan.PairEvents(file), 0.3, 0.7);
    }

    public void Dispose() => File.Delete(path);
}

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts.Zstd;

public sealed class ZstdStreamTests
{
    [Fact]
    public async Task ReadAndWrite_RoundTrip_GivesTheContent()
    {
        var content = Frames.Text(500_000);
        using var packed = new MemoryStream(Frames.Pack(content));
        await using var zstd = new ZstdReadStream(packed);
        using var read = new MemoryStream();
        await zstd.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
        Assert.True(packed.Length < content.Length * 0.6);
    }

    [Fact]
    public void Flush_InTheMiddle_MakesWhatWasWrittenReadable()
    {
        using var target = new MemoryStream();
        using var writer = new ZstdWriteStream(target, leaveOpen: true);
        writer.Write("half"u8);
        writer.Flush();
        var (content, fault) = Frames.Unpack(target.ToArray(), 100);
        Assert.Equal("half"u8, content);
        Assert.Equal(ZstdFault.Truncated, fault?.Fault);
    }

    [Fact]
    public void Read_Truncated_GivesWhatStandsBeforeThenThrows()
    {
        var content = Frames.Text(500_000);
        var packed = Frames.Pack(content);
        using var zstd = new ZstdReadStream(new MemoryStream(packed[..^100]));
        using var read = new MemoryStream();
        var fault = Assert.Throws<ZstdException>(() => zstd.CopyTo(read));
        Assert.Equal(ZstdFault.Truncated, fault.Fault);
        Assert.True(read.Length > 300_000);
        Assert.Equal(content[..(int)read.Length], read.ToArray());
    }
}

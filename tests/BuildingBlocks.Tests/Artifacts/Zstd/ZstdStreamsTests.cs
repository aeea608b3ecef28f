using ZstdSharp;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts.Zstd;

public sealed class ZstdStreamsTests
{
    private static readonly byte[] Content = Frames.Text(500_000);

    [Fact]
    public void CompressAndDecompress_RoundTrip_GivesTheContent()
    {
        var packed = Frames.Pack(Content);
        Assert.Equal(Content, Decompress(packed).Content);
        Assert.True(packed.Length < Content.Length * 0.6);
    }

    [Fact]
    public void Decompress_ConcatenatedAndSkippableFrames_ReadsThrough()
    {
        byte[] input = [.. Frames.Skippable(10), .. Frames.Pack(Content), .. Frames.Skippable(100_000), .. Frames.Pack(Content, checksum: false)];
        Assert.Equal([.. Content, .. Content], Decompress(input).Content);
    }

    [Fact]
    public void Flush_InTheMiddle_MakesWhatWasWrittenReadable()
    {
        using var target = new MemoryStream();
        using var writer = ZstdStreams.Compress(target, leaveOpen: true);
        writer.Write("half"u8);
        writer.Flush();
        var (content, fault) = Decompress(target.ToArray());
        Assert.Equal("half"u8, content);
        Assert.IsType<EndOfStreamException>(fault);
    }

    [Fact]
    public void Decompress_Truncated_GivesTheContentBeforeThenThrows()
    {
        var (content, fault) = Decompress(Frames.Pack(Content)[..^100]);
        Assert.IsType<EndOfStreamException>(fault);
        Assert.True(content.Length > 300_000);
        Assert.Equal(Content[..content.Length], content);
    }

    [Fact]
    public void Decompress_DamagedInput_Throws()
    {
        var packed = Frames.Pack(Content);
        packed[^1] ^= 1;
        Assert.IsType<ZstdException>(Decompress(packed).Fault);
        Assert.IsType<ZstdException>(Decompress([.. Frames.Pack(Content), .. "garbage"u8]).Fault);
        Assert.IsType<ZstdException>(Decompress("{\"meta\":{}}"u8.ToArray()).Fault);
    }

    [Fact]
    public void ContentSize_OfAFrame_IsItsLengthWhereTheHeaderSays()
    {
        using var compressor = new Compressor();
        Assert.Equal(Content.Length, ZstdFrame.ContentSize(compressor.Wrap(Content)[..ZstdFrame.MaxHeaderLength]));
        Assert.Null(ZstdFrame.ContentSize(Frames.Pack(Content).AsSpan(0, ZstdFrame.MaxHeaderLength)));
        Assert.Null(ZstdFrame.ContentSize("no frame at all...."u8));
        Assert.Null(ZstdFrame.ContentSize([]));
    }

    private static (byte[] Content, Exception? Fault) Decompress(byte[] packed)
    {
        using var zstd = ZstdStreams.Decompress(new MemoryStream(packed));
        using var read = new MemoryStream();
        try
        {
            zstd.CopyTo(read);
            return (read.ToArray(), null);
        }
        catch (Exception ex) when (ex is EndOfStreamException or ZstdException)
        {
            return (read.ToArray(), ex);
        }
    }
}

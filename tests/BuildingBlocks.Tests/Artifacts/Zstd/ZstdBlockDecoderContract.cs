namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts.Zstd;

/// <summary>What holds for the block decoder, whichever library it decodes with.</summary>
public abstract class ZstdBlockDecoderContract(bool useLibzstd)
{
    private static readonly byte[] Content = Frames.Text(300_000);

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(1024 * 1024)]
    public void Decode_AnyPieceSize_GivesTheContent(int pieceBytes)
    {
        var (content, fault) = Unpack(Frames.Pack(Content), pieceBytes);
        Assert.Null(fault);
        Assert.Equal(Content, content);
    }

    [SkippableFact]
    public void Decode_ConcatenatedAndSkippableFrames_ReadsThrough()
    {
        byte[] input = [.. Frames.Skippable(10), .. Frames.Pack(Content), .. Frames.Skippable(100_000), .. Frames.Pack(Content, checksum: false), .. Frames.Skippable(0)];
        var (content, fault) = Unpack(input, 5000);
        Assert.Null(fault);
        Assert.Equal([.. Content, .. Content], content);
    }

    [SkippableTheory]
    [InlineData(10, 5_000_000, 3)]
    [InlineData(17, 1_000_000, 19)]
    [InlineData(20, 8_000_000, 3)]
    public void Decode_ContentOfManyWindows_GivesTheContent(int windowLog, int bytes, int level)
    {
        var content = Frames.Text(bytes);
        // Repeats at every distance make matches reach back to the window's edge.
        for (var i = 700; i + 300 < bytes; i += 1000)
            content.AsSpan(Math.Max(0, i - (1 << windowLog) + 400), 200).CopyTo(content.AsSpan(i));
        var (unpacked, fault) = Unpack(Frames.Pack(content, level, windowLog: windowLog), 70_000);
        Assert.Null(fault);
        Assert.True(content.AsSpan().SequenceEqual(unpacked));
    }

    [SkippableFact]
    public void Decode_FramesOfDifferentWindows_GivesTheContent()
    {
        var content = Frames.Text(3_000_000);
        byte[] input = [.. Frames.Pack(content, windowLog: 12), .. Frames.Pack(content, windowLog: 21), .. Frames.Pack(content, windowLog: 10)];
        var (unpacked, fault) = Unpack(input, 100_000);
        Assert.Null(fault);
        Assert.True(unpacked.AsSpan().SequenceEqual((byte[])[.. content, .. content, .. content]));
    }

    [SkippableFact]
    public void Decode_EmptyFrame_GivesNothing()
    {
        var (content, fault) = Unpack(Frames.Pack([]), 100);
        Assert.Null(fault);
        Assert.Empty(content);
    }

    [SkippableTheory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void Decode_CutInsideAFrame_GivesTheContentBeforeAndSaysTruncated(double share)
    {
        var input = Frames.Pack(Content);
        var cut = input[..(int)(input.Length * share)];
        var (content, fault) = Unpack(cut, 4096);
        Assert.Equal(ZstdFault.Truncated, fault?.Fault);
        Assert.Equal(cut.Length, fault!.InputOffset);
        Assert.Equal(Content[..content.Length], content);
    }

    [SkippableFact]
    public void Decode_NoInput_SaysTruncated() => Assert.Equal(ZstdFault.Truncated, Unpack([], 10).Fault?.Fault);

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(5000)]
    public void Decode_TrailingGarbage_GivesTheContentAndSaysWhere(int garbageBytes)
    {
        var packed = Frames.Pack(Content);
        byte[] input = [.. packed, .. Enumerable.Repeat((byte)'x', garbageBytes)];
        var (content, fault) = Unpack(input, 4096);
        Assert.Equal(ZstdFault.TrailingGarbage, fault?.Fault);
        Assert.Equal(packed.Length, fault!.InputOffset);
        Assert.Equal(Content, content);
    }

    [SkippableFact]
    public void Decode_OtherFormat_SaysNotZstd() =>
        Assert.Equal(ZstdFault.NotZstd, Unpack("{\"meta\":{}}"u8.ToArray(), 100).Fault?.Fault);

    [SkippableFact]
    public void Decode_WrongChecksum_SaysSo()
    {
        var input = Frames.Pack(Content);
        input[^1] ^= 1;
        Assert.Equal(ZstdFault.ChecksumMismatch, Unpack(input, 4096).Fault?.Fault);
    }

    [SkippableFact]
    public void Decode_BitFlips_NeverGiveTheContentUnnoticed()
    {
        var packed = Frames.Pack(Content);
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var input = packed.ToArray();
            input[random.Next(input.Length)] ^= (byte)(1 << random.Next(8));
            var (content, fault) = Unpack(input, 64 * 1024);
            // Flips in unused header bits may leave the content whole; anything else must be noticed.
            Assert.True(fault is not null || content.AsSpan().SequenceEqual(Content), $"seed 7, case {i}");
        }
    }

    [SkippableFact]
    public void Decode_WindowAboveTheLimit_IsRefused()
    {
        var input = Frames.Pack(Frames.Text(3_000_000), windowLog: 21);
        Assert.Equal(ZstdFault.WindowTooLarge, Unpack(input, 4096, maxWindowLog: 20).Fault?.Fault);
        Assert.Null(Unpack(input, 4096, maxWindowLog: 21).Fault);
    }

    /// <summary>Decodes in pieces of a size, as far as it goes. The last blocks must stay unchanged while later ones are decoded.</summary>
    private (byte[] Content, ZstdFormatException? Fault) Unpack(byte[] input, int pieceBytes, int maxWindowLog = ZstdBlockDecoder.DefaultMaxWindowLog)
    {
        Skip.If(useLibzstd && !ZstdBlockDecoder.IsLibzstdAvailable, "libzstd is not installed.");
        using var decoder = new ZstdBlockDecoder(maxWindowLog, keptBlocks: 3, useLibzstd);
        using var content = new MemoryStream();
        var kept = new Queue<(ReadOnlyMemory<byte> Block, byte[] Copy)>();
        try
        {
            for (var start = 0; start < input.Length;)
            {
                var piece = input.AsSpan(start, Math.Min(pieceBytes, input.Length - start));
                var block = decoder.Decode(piece, out var consumed);
                start += consumed;
                content.Write(block.Span);
                if (block.IsEmpty)
                    continue;
                kept.Enqueue((block, block.ToArray()));
                if (kept.Count > 3)
                    kept.Dequeue();
                Assert.All(kept, pair => Assert.True(pair.Block.Span.SequenceEqual(pair.Copy)));
            }

            decoder.Complete();
            Assert.Equal(input.Length, decoder.InputOffset);
            return (content.ToArray(), null);
        }
        catch (ZstdFormatException ex)
        {
            return (content.ToArray(), ex);
        }
    }
}

public sealed class ManagedZstdBlockDecoderTests() : ZstdBlockDecoderContract(useLibzstd: false);

public sealed class LibzstdBlockDecoderTests() : ZstdBlockDecoderContract(useLibzstd: true);

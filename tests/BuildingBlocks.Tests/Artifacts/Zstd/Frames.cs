namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts.Zstd;

/// <summary>Builds compressed inputs.</summary>
internal static class Frames
{
    public static byte[] Pack(ReadOnlySpan<byte> content, int level = 3, bool checksum = true, int windowLog = 0)
    {
        using var target = new MemoryStream();
        using (var zstd = new ZstdWriteStream(target, leaveOpen: true, level, checksum, windowLog))
            zstd.Write(content);
        return target.ToArray();
    }

    /// <summary>A skippable frame: its magic number, its length, its bytes.</summary>
    public static byte[] Skippable(int bytes) => [0x50, 0x2A, 0x4D, 0x18, .. BitConverter.GetBytes(bytes), .. new byte[bytes]];

    /// <summary>Text that compresses a few times, the same for the same seed.</summary>
    public static byte[] Text(int bytes, int seed = 1)
    {
        var random = new Random(seed);
        var content = new byte[bytes];
        for (var i = 0; i < bytes; i++)
            content[i] = (byte)"0123456789,.[]{}"[random.Next(16)];
        return content;
    }

    /// <summary>Decodes in pieces of a size, as far as it goes; both decoders must agree.</summary>
    public static (byte[] Content, ZstdException? Fault) Unpack(byte[] input, int pieceBytes, int maxWindowLog = ZstdDecoder.DefaultMaxWindowLog)
    {
        var streamed = Stream(input, pieceBytes, maxWindowLog);
        Assert.True(ZstdWindowDecoder.IsSupported);
        var inPlace = InPlace(input, pieceBytes, maxWindowLog);
        Assert.Equal(streamed.Fault?.Fault, inPlace.Fault?.Fault);
        // Before a fault the one may have handed out a block more than the other.
        var common = streamed.Fault is null ? streamed.Content.Length : Math.Min(streamed.Content.Length, inPlace.Content.Length);
        Assert.True(streamed.Content.AsSpan(0, common).SequenceEqual(inPlace.Content.AsSpan(0, common)));
        Assert.True(streamed.Fault is not null || inPlace.Content.Length == common);
        return streamed;
    }

    private static (byte[] Content, ZstdException? Fault) InPlace(byte[] input, int pieceBytes, int maxWindowLog)
    {
        using var decoder = new ZstdWindowDecoder(maxWindowLog, keptBlocks: 3);
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
        catch (ZstdException fault)
        {
            return (content.ToArray(), fault);
        }
    }

    private static (byte[] Content, ZstdException? Fault) Stream(byte[] input, int pieceBytes, int maxWindowLog)
    {
        using var decoder = new ZstdDecoder(maxWindowLog);
        using var content = new MemoryStream();
        var output = new byte[pieceBytes];
        var start = 0;
        while (true)
        {
            var piece = input.AsSpan(start, Math.Min(pieceBytes, input.Length - start));
            var produced = 0;
            try
            {
                decoder.Decode(piece, output, out var consumed, out produced);
                start += consumed;
                content.Write(output, 0, produced);
                if (produced == 0 && start == input.Length)
                {
                    decoder.Complete();
                    return (content.ToArray(), null);
                }
            }
            catch (ZstdException fault)
            {
                content.Write(output, 0, produced);
                return (content.ToArray(), fault);
            }
        }
    }
}

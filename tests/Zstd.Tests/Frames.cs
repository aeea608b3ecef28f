namespace SpotifyPlatform.Zstd.Tests;

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

    /// <summary>Decodes in pieces of a size, as far as it goes.</summary>
    public static (byte[] Content, ZstdException? Fault) Unpack(byte[] input, int pieceBytes, int maxWindowLog = ZstdDecoder.DefaultMaxWindowLog)
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

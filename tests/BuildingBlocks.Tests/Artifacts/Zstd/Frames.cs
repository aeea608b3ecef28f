namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts.Zstd;

/// <summary>Builds compressed inputs.</summary>
internal static class Frames
{
    public static byte[] Pack(ReadOnlySpan<byte> content, int level = 3, bool checksum = true, int windowLog = 0)
    {
        using var target = new MemoryStream();
        using (var zstd = ZstdStreams.Compress(target, leaveOpen: true, level, checksum, windowLog))
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
}

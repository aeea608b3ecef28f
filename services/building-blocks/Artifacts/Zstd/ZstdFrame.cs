using ZstdSharp.Unsafe;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>What a zstd file says of itself before it is decoded.</summary>
public static class ZstdFrame
{
    /// <summary>Bytes of the longest header.</summary>
    public const int MaxHeaderLength = FrameHeader.MaxLength;

    /// <summary>Bytes of the first frame's content; null where the header does not say, or the bytes begin no frame.</summary>
    public static unsafe long? ContentSize(ReadOnlySpan<byte> start)
    {
        fixed (byte* bytes = start)
            return Methods.ZSTD_getFrameContentSize(bytes, (nuint)start.Length) is var size and > 0 and <= long.MaxValue ? (long)size : null;
    }
}

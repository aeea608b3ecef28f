using ZstdSharp;
using ZstdSharp.Unsafe;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>
/// zstd as streams, by ZstdSharp. Damaged input throws <see cref="ZstdException"/>, cut input <see cref="EndOfStreamException"/>.
/// </summary>
public static class ZstdStreams
{
    /// <summary>A stream that writes one frame; disposing it ends the frame.</summary>
    /// <param name="target">Where the compressed bytes go.</param>
    /// <param name="leaveOpen">Whether the target outlives the stream.</param>
    /// <param name="level">1 (fast) to 19 (small); 3 is what the command line takes.</param>
    /// <param name="checksum">Whether the frame ends with a checksum of its content.</param>
    /// <param name="windowLog">Base-2 logarithm of the window in bytes, or 0 for the level's own.</param>
    public static Stream Compress(Stream target, bool leaveOpen = false, int level = 3, bool checksum = true, int windowLog = 0)
    {
        var stream = new CompressionStream(target, level, leaveOpen: leaveOpen);
        stream.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, checksum ? 1 : 0);
        if (windowLog != 0)
            stream.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, windowLog);
        return stream;
    }

    /// <summary>
    /// A stream of the content. Concatenated and skippable frames are read through; windows of more than 128 MiB are refused, as by
    /// <c>zstd -d</c>. Ratio and total size are not bounded: the caller knows what is plausible.
    /// </summary>
    /// <param name="source">The compressed bytes.</param>
    /// <param name="leaveOpen">Whether the source outlives the stream.</param>
    public static Stream Decompress(Stream source, bool leaveOpen = false) => new DecompressionStream(source, leaveOpen: leaveOpen);
}

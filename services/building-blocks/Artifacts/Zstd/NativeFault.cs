using System.Globalization;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Puts libzstd's error codes into faults and words.</summary>
internal static class NativeFault
{
    /// <param name="code">What libzstd returned.</param>
    /// <param name="offset">Compressed bytes consumed.</param>
    /// <param name="frames">Frames that ended before.</param>
    /// <param name="frameStart">Where in the compressed input the last one ended.</param>
    /// <param name="maxWindowLog">The limit that was set.</param>
    public static ZstdException From(nuint code, long offset, long frames, long frameStart, int maxWindowLog)
    {
        var name = NativeMethods.ErrorName(code);
        // The numbers are ZSTD_ErrorCode of zstd_errors.h, stable since 1.3.1.
        return NativeMethods.ErrorCode(code) switch
        {
            10 => NoFrame(offset, frames, frameStart),
            16 => WindowTooLarge(offset, maxWindowLog),
            22 => new(ZstdFault.ChecksumMismatch, offset, Text($"A zstd frame's content differs from its checksum, near byte {offset}.")),
            30 or 32 or 34 => new(ZstdFault.DictionaryNeeded, offset, "The zstd stream needs a dictionary, and none is known."),
            12 or 14 or 40 or 42 => new(ZstdFault.Unsupported, offset, Text($"A zstd frame is not supported ({name}), near byte {offset}.")),
            64 => new(ZstdFault.OutOfMemory, offset, "libzstd could not allocate the window that a frame asks for."),
            _ => new(ZstdFault.Corrupt, offset, Text($"A zstd block does not decode ({name}), near byte {offset}.")),
        };
    }

    public static ZstdException NoFrame(long offset, long frames, long frameStart) => frames == 0
        ? new(ZstdFault.NotZstd, offset, "The input is not a zstd stream: its first bytes begin no frame.")
        : new(ZstdFault.TrailingGarbage, frameStart, Text($"Bytes that begin no zstd frame follow the last one, from byte {frameStart} on."));

    public static ZstdException WindowTooLarge(long offset, int maxWindowLog) =>
        new(ZstdFault.WindowTooLarge, offset, Text($"A zstd frame asks for a window above the limit of 2^{maxWindowLog} bytes."));

    public static ZstdException Truncated(long offset) => new(ZstdFault.Truncated, offset, offset == 0
        ? "The input is empty: no zstd frame stands in it."
        : Text($"The input ended inside a zstd frame, after {offset} bytes."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>Turns zstd's error codes into exceptions.</summary>
internal static class ZstdErrors
{
    /// <param name="context">The context that returned the result.</param>
    /// <param name="result">An error.</param>
    /// <param name="offset">Compressed bytes consumed.</param>
    /// <param name="frames">Frames that ended before.</param>
    /// <param name="frameStart">Where in the compressed input the last one ended.</param>
    /// <param name="maxWindowLog">The limit that was set.</param>
    public static ZstdFormatException From(ZstdContext context, nuint result, long offset, long frames, long frameStart, int maxWindowLog)
    {
        var name = context.ErrorName(result);
        // The numbers are ZSTD_ErrorCode of zstd_errors.h, stable since 1.3.1.
        return context.ErrorCode(result) switch
        {
            10 => NoFrame(offset, frames, frameStart),
            16 => WindowTooLarge(offset, maxWindowLog),
            22 => new(ZstdFault.ChecksumMismatch, offset, Text($"The content of a zstd frame does not match its checksum, near byte {offset}.")),
            30 or 32 or 34 => new(ZstdFault.DictionaryNeeded, offset, "The zstd stream needs a dictionary, which is not supported."),
            12 or 14 or 40 or 42 => new(ZstdFault.Unsupported, offset, Text($"A zstd frame is not supported ({name}), near byte {offset}.")),
            64 => new(ZstdFault.OutOfMemory, offset, "The window that a zstd frame asks for could not be allocated."),
            _ => new(ZstdFault.Corrupt, offset, Text($"A zstd block cannot be decoded ({name}), near byte {offset}.")),
        };
    }

    public static ZstdFormatException NoFrame(long offset, long frames, long frameStart) => frames == 0
        ? new(ZstdFault.NotZstd, offset, "The input is not a zstd stream: its first bytes are not a frame's.")
        : new(ZstdFault.TrailingGarbage, frameStart, Text($"The last zstd frame is followed by other bytes, from byte {frameStart} on."));

    public static ZstdFormatException WindowTooLarge(long offset, int maxWindowLog) =>
        new(ZstdFault.WindowTooLarge, offset, Text($"A zstd frame asks for a window above the limit of 2^{maxWindowLog} bytes."));

    public static ZstdFormatException Truncated(long offset) => new(ZstdFault.Truncated, offset, offset == 0
        ? "The input is empty: it has no zstd frame."
        : Text($"The input ended inside a zstd frame, after {offset} bytes."));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>A zstd stream that cannot be read on.</summary>
/// <param name="fault">The bounded reason.</param>
/// <param name="inputOffset">Bytes of compressed input that were consumed before the fault was seen.</param>
/// <param name="message">One sentence for an operator.</param>
public sealed class ZstdException(ZstdFault fault, long inputOffset, string message) : IOException(message)
{
    public ZstdFault Fault { get; } = fault;

    /// <summary>Bytes of compressed input that were consumed before the fault was seen.</summary>
    public long InputOffset { get; } = inputOffset;
}

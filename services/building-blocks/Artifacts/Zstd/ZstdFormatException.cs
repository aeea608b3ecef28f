namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>A zstd stream that cannot be decoded further.</summary>
/// <param name="fault">The bounded reason.</param>
/// <param name="inputOffset">Bytes of compressed input that were consumed before the error was found.</param>
/// <param name="message">One sentence for an operator.</param>
public sealed class ZstdFormatException(ZstdFault fault, long inputOffset, string message) : IOException(message)
{
    public ZstdFault Fault { get; } = fault;

    /// <summary>Bytes of compressed input that were consumed before the error was found.</summary>
    public long InputOffset { get; } = inputOffset;
}

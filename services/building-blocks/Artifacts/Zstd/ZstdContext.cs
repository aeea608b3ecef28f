using System.Runtime.InteropServices;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>
/// A decoding context with zstd's block interface. libzstd and its managed port have the same functions and the same error codes.
/// </summary>
internal abstract class ZstdContext() : SafeHandle(0, ownsHandle: true)
{
    /// <summary>A frame may end with any content size: the window must suffice for all of them.</summary>
    protected const ulong UnknownContentSize = ulong.MaxValue;

    public override bool IsInvalid => handle == 0;

    /// <param name="useLibzstd">Use libzstd where it can be loaded; it decodes about half as fast again as the managed port.</param>
    public static ZstdContext Create(bool useLibzstd) =>
        useLibzstd && Libzstd.Loaded is { } library ? new LibzstdContext(library) : new ManagedZstdContext();

    /// <summary>Bytes of the buffer in which a window slides, or an error code.</summary>
    public abstract nuint WindowBufferSize(ulong windowSize);

    public abstract nuint BeginFrame();

    /// <summary>Bytes of the next input; 0 at the end of a frame.</summary>
    public abstract nuint NextInputSize();

    /// <returns>Bytes written, or an error code.</returns>
    public abstract unsafe nuint Continue(byte* target, nuint capacity, byte* source, nuint size);

    /// <summary>The value of ZSTD_ErrorCode that a result stands for; 0 is no error.</summary>
    public abstract int ErrorCode(nuint result);

    public abstract string ErrorName(nuint result);
}

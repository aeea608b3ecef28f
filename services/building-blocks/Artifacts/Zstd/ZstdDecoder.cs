namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>
/// Decodes zstd frames from spans into spans, in pieces of any size. Concatenated and skippable frames are read through;
/// content checksums are verified where a frame has one. Not thread-safe.
/// </summary>
public sealed class ZstdDecoder : IDisposable
{
    /// <summary>What <c>zstd -d</c> accepts without <c>--long</c>: windows of up to 128 MiB.</summary>
    public const int DefaultMaxWindowLog = 27;

    /// <summary>The size of output buffer into which every block can be flushed whole, bytes.</summary>
    public const int BlockSize = 128 * 1024;

    private readonly DecoderHandle handle = new();
    private readonly int maxWindowLog;
    private long frameStart;

    /// <param name="maxWindowLog">Base-2 logarithm of the largest window, in bytes, that a frame may ask for: 10 to 31.</param>
    public ZstdDecoder(int maxWindowLog = DefaultMaxWindowLog)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWindowLog, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxWindowLog, 31);
        if (handle.IsInvalid)
            throw new ZstdException(ZstdFault.OutOfMemory, 0, "libzstd could not allocate a decoder.");
        this.maxWindowLog = maxWindowLog;
        var code = NativeMethods.SetDecoderParameter(handle, NativeMethods.WindowLogMaxParameter, maxWindowLog);
        if (NativeMethods.IsError(code) != 0)
            throw Fault(code);
    }

    /// <summary>Compressed bytes consumed so far.</summary>
    public long InputOffset { get; private set; }

    /// <summary>Frames that ended so far, skippable ones included.</summary>
    public long Frames { get; private set; }

    /// <summary>Whether the bytes consumed so far are whole frames.</summary>
    public bool AtFrameEnd { get; private set; } = true;

    /// <summary>
    /// Decodes as much as the two spans allow. When the output came back full, call again even without input:
    /// the decoder may hold more.
    /// </summary>
    /// <exception cref="ZstdException">The input is not a zstd stream that may be read on.</exception>
    public unsafe void Decode(ReadOnlySpan<byte> input, Span<byte> output, out int consumed, out int produced)
    {
        consumed = 0;
        produced = 0;
        fixed (byte* source = input)
        fixed (byte* target = output)
        {
            var from = new NativeMethods.Buffer { Data = source, Size = (nuint)input.Length };
            var to = new NativeMethods.Buffer { Data = target, Size = (nuint)output.Length };
            while (from.Position < from.Size || !AtFrameEnd)
            {
                var before = from.Position + to.Position;
                var code = NativeMethods.Decompress(handle, ref to, ref from);
                consumed = (int)from.Position;
                produced = (int)to.Position;
                if (NativeMethods.IsError(code) != 0)
                    throw Fault(code, consumed);
                EndFrame(code == 0, InputOffset + consumed);
                if (to.Position == to.Size || from.Position + to.Position == before)
                    break;
            }
        }

        InputOffset += consumed;
    }

    /// <summary>States that the input is over.</summary>
    /// <exception cref="ZstdException">It ended inside a frame, or before the first one.</exception>
    public void Complete()
    {
        if (!AtFrameEnd || Frames == 0)
            throw NativeFault.Truncated(InputOffset);
    }

    public void Dispose() => handle.Dispose();

    private void EndFrame(bool ended, long offset)
    {
        AtFrameEnd = ended;
        if (!ended)
            return;
        Frames++;
        frameStart = offset;
    }

    private ZstdException Fault(nuint code, int consumed = 0)
    {
        InputOffset += consumed;
        return NativeFault.From(code, InputOffset, Frames, frameStart, maxWindowLog);
    }
}

using System.Buffers.Binary;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>
/// Decodes zstd block by block and hands out each block where it was decoded: in the window itself. The streaming interface
/// copies every byte out of its window once more, which costs a tenth of the time. Reads what <see cref="ZstdDecoder"/>
/// reads, with the same faults. Not thread-safe, but the blocks handed out may be read on other threads.
/// </summary>
public sealed class ZstdWindowDecoder : IDisposable
{
    // A compressed block is never longer than its content may be.
    private const int MaxInputBytes = ZstdDecoder.BlockSize + 64;
    private const ulong UnknownSize = ulong.MaxValue;

    // Each time the window starts over, libzstd takes the slower way for all that reaches back behind its start: a twentieth of
    // the time where the room is little more than a common window of 2 MB. More room than this falls out of the caches.
    private const int SpareBytes = 2 << 20;

    private enum State
    {
        Magic,
        Header,
        SkipLength,
        Skip,
        Blocks,
    }

    private readonly DecoderHandle handle = new();
    private readonly byte[] pending = GC.AllocateArray<byte>(MaxInputBytes, pinned: true);
    private readonly int maxWindowLog;
    private readonly int keptBlocks;
    private byte[] window = [];
    private int windowUsed;
    private int pendingLength;
    private long needed = FrameHeader.MagicLength;
    private long frameStart;
    private State state;

    /// <param name="maxWindowLog">Base-2 logarithm of the largest window, in bytes, that a frame may ask for: 10 to 30.</param>
    /// <param name="keptBlocks">How many blocks handed out last stay as they are, the newest counted.</param>
    public ZstdWindowDecoder(int maxWindowLog = ZstdDecoder.DefaultMaxWindowLog, int keptBlocks = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWindowLog, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxWindowLog, 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(keptBlocks, 1);
        if (handle.IsInvalid)
            throw new ZstdException(ZstdFault.OutOfMemory, 0, "libzstd could not allocate a decoder.");
        this.maxWindowLog = maxWindowLog;
        this.keptBlocks = keptBlocks;
    }

    /// <summary>Whether the installed libzstd has the interface that this needs; <see cref="ZstdDecoder"/> works with any.</summary>
    public static bool IsSupported => NativeMethods.HasBlockInterface;

    /// <summary>Compressed bytes consumed so far.</summary>
    public long InputOffset { get; private set; }

    /// <summary>Frames that ended so far, skippable ones included.</summary>
    public long Frames { get; private set; }

    /// <summary>Decodes up to the end of one block.</summary>
    /// <param name="input">The next compressed bytes.</param>
    /// <param name="consumed">How many of them were taken.</param>
    /// <returns>The block's content; empty when all the input was taken and more is needed.</returns>
    /// <exception cref="ZstdException">The input is not a zstd stream that may be read on.</exception>
    public ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> input, out int consumed)
    {
        consumed = 0;
        var content = default(ReadOnlyMemory<byte>);
        while (content.IsEmpty && consumed < input.Length)
        {
            var rest = input[consumed..];
            var taken = (int)Math.Min(rest.Length, needed - pendingLength);
            consumed += taken;
            InputOffset += taken;
            if (state == State.Skip)
                Skip(taken);
            else if (pendingLength == 0 && taken == needed)
                content = Take(rest[..taken]);
            else if (Keep(rest[..taken]))
                content = TakePending();
        }

        return content;
    }

    /// <summary>States that the input is over.</summary>
    /// <exception cref="ZstdException">It ended inside a frame, or before the first one.</exception>
    public void Complete()
    {
        var started = state == State.Magic && pendingLength > 0;
        if (started && !FrameHeader.MayBecomeMagic(pending.AsSpan(0, pendingLength)))
            throw NativeFault.NoFrame(InputOffset, Frames, frameStart);
        if (state != State.Magic || started || Frames == 0)
            throw NativeFault.Truncated(InputOffset);
    }

    public void Dispose() => handle.Dispose();

    private bool Keep(ReadOnlySpan<byte> part)
    {
        part.CopyTo(pending.AsSpan(pendingLength));
        pendingLength += part.Length;
        return pendingLength == needed;
    }

    private ReadOnlyMemory<byte> TakePending()
    {
        var length = pendingLength;
        pendingLength = 0;
        return Take(pending.AsSpan(0, length));
    }

    private void Skip(int taken)
    {
        needed -= taken;
        if (needed == 0)
            EndFrame();
    }

    private ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> part)
    {
        switch (state)
        {
            case State.Magic:
                TakeMagic(part);
                return default;
            case State.Header:
                TakeHeader(part);
                return default;
            case State.SkipLength:
                needed = BinaryPrimitives.ReadUInt32LittleEndian(part[FrameHeader.MagicLength..]);
                state = State.Skip;
                if (needed == 0)
                    EndFrame();
                return default;
            default:
                return TakeBlock(part);
        }
    }

    // What comes after the magic number is gathered behind it, so that the header is one piece.
    private void TakeMagic(ReadOnlySpan<byte> magic)
    {
        if (FrameHeader.IsSkippable(magic))
            (state, needed) = (State.SkipLength, FrameHeader.MagicLength + 4);
        else if (FrameHeader.IsFrame(magic))
            (state, needed) = (State.Header, FrameHeader.MagicLength + 1);
        else
            throw NativeFault.NoFrame(InputOffset, Frames, frameStart);
        magic.CopyTo(pending);
        pendingLength = magic.Length;
    }

    private void TakeHeader(ReadOnlySpan<byte> header)
    {
        var length = FrameHeader.Length(header[FrameHeader.MagicLength]);
        if (header.Length < length)
        {
            needed = length;
            header.CopyTo(pending);
            pendingLength = header.Length;
            return;
        }

        Allocate(FrameHeader.WindowSize(header));
        Check(NativeMethods.BeginFrame(handle));
        state = State.Blocks;
        // libzstd takes a header in two steps: up to the descriptor, and the rest.
        Continue(header[..(FrameHeader.MagicLength + 1)]);
        Continue(header[(FrameHeader.MagicLength + 1)..]);
        needed = NextInputSize();
    }

    private ReadOnlyMemory<byte> TakeBlock(ReadOnlySpan<byte> part)
    {
        var start = windowUsed;
        var length = Continue(part);
        windowUsed += length;
        if (windowUsed + ZstdDecoder.BlockSize > window.Length)
            windowUsed = 0;
        needed = NextInputSize();
        if (needed == 0)
            EndFrame();
        return window.AsMemory(start, length);
    }

    private void Allocate(ulong windowSize)
    {
        if (!FrameHeader.IsWithin(windowSize, maxWindowLog))
            throw NativeFault.WindowTooLarge(InputOffset, maxWindowLog);
        // At least a block's room behind a small window, and more for the blocks that must stay.
        var size = NativeMethods.WindowBufferSize(Math.Max(windowSize, ZstdDecoder.BlockSize), UnknownSize);
        Check(size);
        var bytes = (long)size + SpareBytes + (keptBlocks * (long)ZstdDecoder.BlockSize);
        if (window.Length < bytes)
            window = GC.AllocateUninitializedArray<byte>((int)bytes, pinned: true);
        // Blocks of the frame before may still be read: go on behind them where a block has room.
        if (windowUsed + ZstdDecoder.BlockSize > window.Length)
            windowUsed = 0;
    }

    private unsafe int Continue(ReadOnlySpan<byte> part)
    {
        fixed (byte* source = part)
        fixed (byte* target = &window[windowUsed])
            return (int)Check(NativeMethods.Continue(handle, target, (nuint)(window.Length - windowUsed), source, (nuint)part.Length));
    }

    private long NextInputSize()
    {
        var size = (long)NativeMethods.NextInputSize(handle);
        return size <= MaxInputBytes ? size : throw new ZstdException(ZstdFault.Corrupt, InputOffset, "A zstd block is longer than a block may be.");
    }

    private void EndFrame()
    {
        Frames++;
        frameStart = InputOffset;
        state = State.Magic;
        needed = FrameHeader.MagicLength;
    }

    private nuint Check(nuint code) => NativeMethods.IsError(code) == 0
        ? code
        : throw NativeFault.From(code, InputOffset, Frames, frameStart, maxWindowLog);
}

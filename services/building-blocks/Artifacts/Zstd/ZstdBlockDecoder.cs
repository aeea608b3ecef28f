using System.Buffers.Binary;

namespace SpotifyPlatform.Artifacts.Zstd;

/// <summary>
/// Decodes zstd block by block and returns each block where it was decoded: in the window itself. The streaming interface copies
/// every byte out of its window once more, which costs a tenth of the time. Concatenated and skippable frames are read through;
/// content checksums are verified where a frame has one. Not thread-safe, but the returned blocks may be read on other threads.
/// </summary>
public sealed class ZstdBlockDecoder : IDisposable
{
    /// <summary>What <c>zstd -d</c> accepts without <c>--long</c>: windows of up to 128 MiB.</summary>
    public const int DefaultMaxWindowLog = 27;

    /// <summary>Most bytes of a block's content.</summary>
    public const int BlockSize = 128 * 1024;

    // A compressed block is never longer than its content may be.
    private const int MaxInputBytes = BlockSize + 64;

    // Each time the window starts over, zstd takes a slower path for matches that reach back before its start: a twentieth of the
    // time when the buffer is little larger than a common window of 2 MB. A larger reserve than this no longer fits the caches.
    private const int SpareBytes = 2 << 20;

    private enum State
    {
        Magic,
        Header,
        SkipLength,
        Skip,
        Blocks,
    }

    private readonly ZstdContext context;
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
    /// <param name="keptBlocks">How many of the last returned blocks stay unchanged, the newest included.</param>
    /// <param name="useLibzstd">Decode with the system's libzstd where it can be loaded; otherwise the managed decoder is used.</param>
    public ZstdBlockDecoder(int maxWindowLog = DefaultMaxWindowLog, int keptBlocks = 1, bool useLibzstd = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWindowLog, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxWindowLog, 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(keptBlocks, 1);
        context = ZstdContext.Create(useLibzstd);
        if (context.IsInvalid)
            throw new ZstdFormatException(ZstdFault.OutOfMemory, 0, "A zstd decoder could not be allocated.");
        this.maxWindowLog = maxWindowLog;
        this.keptBlocks = keptBlocks;
    }

    /// <summary>Whether a libzstd with the functions that this needs is installed.</summary>
    public static bool IsLibzstdAvailable => Libzstd.Loaded is not null;

    /// <summary>Compressed bytes consumed so far.</summary>
    public long InputOffset { get; private set; }

    /// <summary>Frames that ended so far, skippable ones included.</summary>
    public long Frames { get; private set; }

    /// <summary>Decodes up to the end of one block.</summary>
    /// <param name="input">The next compressed bytes.</param>
    /// <param name="consumed">How many of them were taken.</param>
    /// <returns>The block's content; empty when all the input was taken and more is needed.</returns>
    /// <exception cref="ZstdFormatException">The input is not a zstd stream, or cannot be decoded further.</exception>
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
    /// <exception cref="ZstdFormatException">It ended inside a frame, or before the first one.</exception>
    public void Complete()
    {
        var started = state == State.Magic && pendingLength > 0;
        if (started && !FrameHeader.MayBecomeMagic(pending.AsSpan(0, pendingLength)))
            throw ZstdErrors.NoFrame(InputOffset, Frames, frameStart);
        if (state != State.Magic || started || Frames == 0)
            throw ZstdErrors.Truncated(InputOffset);
    }

    public void Dispose() => context.Dispose();

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

    // The bytes after the magic number are collected behind it, so that the header is contiguous.
    private void TakeMagic(ReadOnlySpan<byte> magic)
    {
        if (FrameHeader.IsSkippable(magic))
            (state, needed) = (State.SkipLength, FrameHeader.MagicLength + 4);
        else if (FrameHeader.IsFrame(magic))
            (state, needed) = (State.Header, FrameHeader.MagicLength + 1);
        else
            throw ZstdErrors.NoFrame(InputOffset, Frames, frameStart);
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
        Check(context.BeginFrame());
        state = State.Blocks;
        // The interface takes a header in two steps: up to the descriptor, and the rest.
        Continue(header[..(FrameHeader.MagicLength + 1)]);
        Continue(header[(FrameHeader.MagicLength + 1)..]);
        needed = NextInputSize();
    }

    private ReadOnlyMemory<byte> TakeBlock(ReadOnlySpan<byte> part)
    {
        var start = windowUsed;
        var length = Continue(part);
        windowUsed += length;
        if (windowUsed + BlockSize > window.Length)
            windowUsed = 0;
        needed = NextInputSize();
        if (needed == 0)
            EndFrame();
        return window.AsMemory(start, length);
    }

    private void Allocate(ulong windowSize)
    {
        if (!FrameHeader.IsWithin(windowSize, maxWindowLog))
            throw ZstdErrors.WindowTooLarge(InputOffset, maxWindowLog);
        // At least one block behind a small window, and more for the blocks that must stay unchanged.
        var size = context.WindowBufferSize(Math.Max(windowSize, BlockSize));
        Check(size);
        var bytes = (long)size + SpareBytes + (keptBlocks * (long)BlockSize);
        if (window.Length < bytes)
            window = GC.AllocateUninitializedArray<byte>((int)bytes, pinned: true);
        // Blocks of the previous frame may still be in use: continue behind them where a block fits.
        if (windowUsed + BlockSize > window.Length)
            windowUsed = 0;
    }

    private unsafe int Continue(ReadOnlySpan<byte> part)
    {
        fixed (byte* source = part)
        fixed (byte* target = &window[windowUsed])
            return (int)Check(context.Continue(target, (nuint)(window.Length - windowUsed), source, (nuint)part.Length));
    }

    private long NextInputSize()
    {
        var size = (long)context.NextInputSize();
        return size <= MaxInputBytes ? size : throw new ZstdFormatException(ZstdFault.Corrupt, InputOffset, "A zstd block is longer than a block may be.");
    }

    private void EndFrame()
    {
        Frames++;
        frameStart = InputOffset;
        state = State.Magic;
        needed = FrameHeader.MagicLength;
    }

    private nuint Check(nuint result) => context.ErrorCode(result) == 0
        ? result
        : throw ZstdErrors.From(context, result, InputOffset, Frames, frameStart, maxWindowLog);
}

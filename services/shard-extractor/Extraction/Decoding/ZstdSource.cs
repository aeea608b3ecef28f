using SpotifyPlatform.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Decompresses blocks under bounds on window, ratio and size. What decoded before a fault is handed out first.</summary>
internal sealed class ZstdSource(IBlocks input, ExtractionOptions options) : IByteSource, IDisposable
{
    private readonly ZstdDecoder decoder = new(options.MaxWindowLog);
    private ReadOnlyMemory<byte> block;
    private ShardFaultException? fault;
    private long output;
    private bool inputEnded;
    private bool ended;

    /// <summary>Compressed bytes decoded so far.</summary>
    public long InputOffset => decoder.InputOffset;

    public int Read(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length && !ended && fault is null)
        {
            var produced = Decode(buffer[filled..]);
            filled += produced;
            output += produced;
            fault ??= CheckBounds();
        }

        return filled > 0 || fault is null ? filled : throw fault;
    }

    public void Dispose() => decoder.Dispose();

    private int Decode(Span<byte> buffer)
    {
        if (block.IsEmpty && !inputEnded)
        {
            block = input.Next();
            inputEnded = block.IsEmpty;
        }

        var produced = 0;
        try
        {
            decoder.Decode(block.Span, buffer, out var consumed, out produced);
            block = block[consumed..];
            if (produced == 0 && inputEnded)
            {
                decoder.Complete();
                ended = true;
            }
        }
        catch (ZstdException e)
        {
            fault = ShardFaultException.From(e);
        }

        return produced;
    }

    private ShardFaultException? CheckBounds()
    {
        if (output > options.MaxDecompressedBytes)
            return new(ShardFault.TooMuchOutput, $"The shard decompresses to more than {options.MaxDecompressedBytes} bytes.");
        if (output > options.RatioFloorBytes && output / options.MaxRatio > decoder.InputOffset)
            return new(ShardFault.RatioTooHigh, $"The shard decompresses to more than {options.MaxRatio} times its size.");
        return null;
    }
}

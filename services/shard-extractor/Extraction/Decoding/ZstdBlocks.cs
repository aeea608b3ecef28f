using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Decompresses blocks within limits on window, ratio and size.</summary>
internal sealed class ZstdBlocks(IBlocks input, ZstdBlockDecoder decoder, ExtractionOptions options) : IBlocks
{
    private ReadOnlyMemory<byte> block;
    private long output;

    /// <summary>Compressed bytes decoded so far.</summary>
    public long InputOffset => decoder.InputOffset;

    /// <exception cref="ShardFaultException">The shard cannot be read further.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        try
        {
            while (true)
            {
                if (block.IsEmpty)
                    block = input.Next();
                // The end of the input ends the stream.
                var content = decoder.Decode(block.Span, out var consumed);
                block = block[consumed..];
                if (!content.IsEmpty)
                    return Checked(content);
                if (block.IsEmpty && consumed == 0)
                {
                    decoder.Complete();
                    return default;
                }
            }
        }
        catch (ZstdFormatException ex)
        {
            throw ShardFaultException.From(ex);
        }
    }

    public void Dispose() => decoder.Dispose();

    private ReadOnlyMemory<byte> Checked(ReadOnlyMemory<byte> content)
    {
        output += content.Length;
        if (output > options.MaxDecompressedBytes)
            throw new ShardFaultException(ShardFault.TooMuchOutput, $"The shard decompresses to more than {options.MaxDecompressedBytes} bytes (Extraction:MaxDecompressedBytes).");
        if (output > options.RatioFloorBytes && output / options.MaxRatio > decoder.InputOffset)
            throw new ShardFaultException(ShardFault.RatioTooHigh, $"The shard decompresses to more than {options.MaxRatio} times its size (Extraction:MaxRatio).");
        return content;
    }
}

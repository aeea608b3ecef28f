using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Decodes compressed bytes into blocks.</summary>
internal interface IBlockDecoder : IDisposable
{
    long InputOffset { get; }

    /// <summary>See <see cref="ZstdWindowDecoder.Decode"/>.</summary>
    ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> input, out int consumed);

    /// <summary>States that the input is over.</summary>
    void Complete();
}

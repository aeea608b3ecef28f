using SpotifyPlatform.Artifacts.Zstd;

namespace SpotifyPlatform.ShardExtractor.Extraction.Decoding;

/// <summary>Decodes in place where libzstd allows it, else through its streaming interface.</summary>
internal static class BlockDecoders
{
    public static IBlockDecoder Create(int maxWindowLog, int keptBlocks) => ZstdWindowDecoder.IsSupported
        ? new InPlace(new ZstdWindowDecoder(maxWindowLog, keptBlocks))
        : new Streaming(new ZstdDecoder(maxWindowLog), keptBlocks);

    internal sealed class InPlace(ZstdWindowDecoder decoder) : IBlockDecoder
    {
        public long InputOffset => decoder.InputOffset;

        public ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> input, out int consumed) => decoder.Decode(input, out consumed);

        public void Complete() => decoder.Complete();

        public void Dispose() => decoder.Dispose();
    }

    internal sealed class Streaming(ZstdDecoder decoder, int keptBlocks) : IBlockDecoder
    {
        private readonly byte[][] buffers = [.. Enumerable.Range(0, keptBlocks).Select(_ => new byte[ZstdDecoder.BlockSize])];
        private ZstdException? fault;
        private int turn;

        public long InputOffset => decoder.InputOffset;

        public ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> input, out int consumed)
        {
            consumed = 0;
            if (fault is not null)
                throw fault;
            var buffer = buffers[turn];
            turn = (turn + 1) % buffers.Length;
            var produced = 0;
            try
            {
                decoder.Decode(input, buffer, out consumed, out produced);
            }
            catch (ZstdException e) when (produced > 0)
            {
                fault = e;
            }

            return buffer.AsMemory(0, produced);
        }

        public void Complete()
        {
            if (fault is not null)
                throw fault;
            decoder.Complete();
        }

        public void Dispose() => decoder.Dispose();
    }
}

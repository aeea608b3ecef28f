using System.Security.Cryptography;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>The SHA-256 over the SHA-256 of each 8 MiB chunk, so that several threads can compute it.</summary>
internal static unsafe class BodyHash
{
    private const long ChunkBytes = 8 << 20;

    public static byte[] Of(byte* body, long length, int threads, CancellationToken cancellationToken)
    {
        var hashes = new byte[SHA256.HashSizeInBytes * ((length + ChunkBytes - 1) / ChunkBytes)];
        Parallel.For(0, hashes.Length / SHA256.HashSizeInBytes, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, chunk =>
        {
            var start = chunk * ChunkBytes;
            SHA256.HashData(
                new ReadOnlySpan<byte>(body + start, (int)Math.Min(ChunkBytes, length - start)), hashes.AsSpan(chunk * SHA256.HashSizeInBytes));
        });
        return SHA256.HashData(hashes);
    }
}

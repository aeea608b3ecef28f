using System.Numerics;
using System.Security.Cryptography;

namespace SpotifyPlatform.Torrents.Pieces;

/// <summary>The binary SHA-256 tree of version 2 (BEP 52). Leaves are blocks of 16 KiB; leaves that are missing to a power of two are 32 zero bytes.</summary>
internal static class MerkleTree
{
    public const int BlockBytes = 16 << 10;
    private const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>The number of levels above the leaves of a piece, whose length is a power of two.</summary>
    public static int HeightOf(int pieceLength) => BitOperations.Log2((uint)pieceLength / BlockBytes);

    /// <summary>The root of hashes of one level.</summary>
    /// <param name="level">32 bytes each, at least one.</param>
    /// <param name="height">Of the level above the leaves.</param>
    /// <param name="upTo">The height at which to stop; by default where one hash is left.</param>
    public static byte[] RootOf(ReadOnlySpan<byte> level, int height, int upTo = 0)
    {
        var hashes = level.ToArray();
        var count = hashes.Length / HashBytes;
        var padding = PaddingOf(height);
        Span<byte> pair = stackalloc byte[2 * HashBytes];
        for (; count > 1 || height < upTo; height++)
        {
            for (var i = 0; i < count; i += 2)
            {
                hashes.AsSpan(i * HashBytes, HashBytes).CopyTo(pair);
                (i + 1 < count ? hashes.AsSpan((i + 1) * HashBytes, HashBytes) : padding).CopyTo(pair[HashBytes..]);
                SHA256.HashData(pair, hashes.AsSpan(i / 2 * HashBytes, HashBytes));
            }

            count = (count + 1) / 2;
            padding = SHA256.HashData([.. padding, .. padding]);
        }

        return hashes[..HashBytes];
    }

    /// <summary>The hash of a subtree without content.</summary>
    private static byte[] PaddingOf(int height)
    {
        var padding = new byte[HashBytes];
        for (var level = 0; level < height; level++)
            padding = SHA256.HashData([.. padding, .. padding]);
        return padding;
    }
}

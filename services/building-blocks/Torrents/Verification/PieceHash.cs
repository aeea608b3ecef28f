using System.Security.Cryptography;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;

namespace SpotifyPlatform.Torrents.Verification;

/// <summary>Hashes the pieces of one file one after the other and compares them with the torrent's hashes.</summary>
internal sealed class PieceHash : IDisposable
{
    private const int HashBytes = SHA256.HashSizeInBytes;
    private readonly TorrentMetadata torrent;
    private readonly TorrentFile file;

#pragma warning disable CA5350 // The protocol's own hash.
    private readonly IncrementalHash? v1;
#pragma warning restore CA5350

    /// <summary>The hashes of the blocks of a v2 piece.</summary>
    private readonly byte[] leaves;
    private int leafCount;

    public PieceHash(TorrentMetadata torrent, TorrentFile file)
    {
        (this.torrent, this.file) = (torrent, file);
        v1 = torrent.HasV1 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA1) : null;
        leaves = torrent.HasV2 ? new byte[(torrent.PieceLength + MerkleTree.BlockBytes - 1) / MerkleTree.BlockBytes * HashBytes] : [];
    }

    /// <summary>Bytes of the piece that are in other files: they count for version 1 alone.</summary>
    public void AppendNeighbour(ReadOnlySpan<byte> bytes) => v1?.AppendData(bytes);

    /// <summary>Bytes of the file itself, in whole blocks of <see cref="MerkleTree.BlockBytes"/> but for its end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        v1?.AppendData(bytes);
        if (!torrent.HasV2)
            return;
        for (var i = 0; i < bytes.Length; i += MerkleTree.BlockBytes)
            SHA256.HashData(bytes.Slice(i, Math.Min(MerkleTree.BlockBytes, bytes.Length - i)), leaves.AsSpan(leafCount++ * HashBytes, HashBytes));
    }

    /// <summary>Ends the piece.</summary>
    /// <returns>Whether it is the torrent's, in each version that the torrent has.</returns>
    public bool Matches(int piece)
    {
        var isGood = MatchesV1(piece) & MatchesV2(piece);
        leafCount = 0;
        return isGood;
    }

    public void Dispose() => v1?.Dispose();

    private bool MatchesV1(int piece)
    {
        if (v1 is null)
            return true;
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        v1.GetHashAndReset(hash);
        return hash.SequenceEqual(torrent.Pieces.Span.Slice(piece * SHA1.HashSizeInBytes, SHA1.HashSizeInBytes));
    }

    private bool MatchesV2(int piece)
    {
        if (!torrent.HasV2)
            return true;
        var blocks = leaves.AsSpan(0, leafCount * HashBytes);
        if (file.Layer.IsEmpty)
            return leafCount > 0 && MerkleTree.RootOf(blocks, 0).AsSpan().SequenceEqual(file.Root.Span);
        var ordinal = piece - (int)(file.Offset / torrent.PieceLength);
        return leafCount > 0
            && MerkleTree.RootOf(blocks, 0, MerkleTree.HeightOf(torrent.PieceLength)).AsSpan().SequenceEqual(file.Layer.Span.Slice(ordinal * HashBytes, HashBytes));
    }
}

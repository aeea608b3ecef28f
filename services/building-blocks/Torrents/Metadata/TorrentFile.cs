namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>A file of a torrent.</summary>
/// <param name="Index">Its place in the torrent's list, by which engines name it.</param>
/// <param name="Path">With forward slashes, below the folder into which the torrent is downloaded; begins with the torrent's name.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Offset">Of its first byte within the pieces.</param>
/// <param name="IsPadding">Zero bytes that align the next file to a piece and are never stored (BEP 47).</param>
public sealed record TorrentFile(int Index, string Path, long Length, long Offset, bool IsPadding)
{
    /// <summary>The root of its v2 tree; empty for a file without bytes or a torrent without v2.</summary>
    public ReadOnlyMemory<byte> Root { get; init; }

    /// <summary>The v2 hashes of its pieces, 32 bytes each; empty where the root is the only one.</summary>
    public ReadOnlyMemory<byte> Layer { get; init; }

    /// <summary>The offset behind its last byte.</summary>
    public long End => Offset + Length;
}

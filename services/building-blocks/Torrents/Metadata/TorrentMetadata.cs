namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>
/// What a .torrent file says. Piece hashes are slices of the original bytes, so that memory is that of the file and of the list of files, whatever the
/// size of the content.
/// </summary>
public sealed class TorrentMetadata
{
    internal TorrentMetadata(InfoHash infoHash, string name, int pieceLength, IReadOnlyList<TorrentFile> files)
    {
        (InfoHash, Name, PieceLength, Files) = (infoHash, name, pieceLength, files);
        var end = files.Count == 0 ? 0 : files[^1].End;
        Span = end;
        var count = (end + pieceLength - 1) / pieceLength;
        PieceCount = count <= int.MaxValue ? (int)count : throw new TorrentFormatException($"{end} bytes in pieces of {pieceLength} are {count} pieces; at most {int.MaxValue} are taken.");
        ContentLength = files.Where(file => !file.IsPadding).Sum(file => file.Length);
    }

    public InfoHash InfoHash { get; }

    /// <summary>The name of the torrent's file or folder.</summary>
    public string Name { get; }

    public int PieceLength { get; }

    public int PieceCount { get; }

    /// <summary>All files in the torrent's order, padding files too.</summary>
    public IReadOnlyList<TorrentFile> Files { get; }

    /// <summary>Bytes of all files, without padding.</summary>
    public long ContentLength { get; }

    /// <summary>Bytes that the pieces cover, with what lies between files.</summary>
    public long Span { get; }

    /// <summary>Whether peers come from the trackers alone (BEP 27).</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Addresses of trackers, http, https or udp, each once.</summary>
    public IReadOnlyList<string> Trackers { get; init; } = [];

    /// <summary>The whole .torrent file, for an engine.</summary>
    public required ReadOnlyMemory<byte> Original { get; init; }

    /// <summary>The v1 hashes of the pieces, 20 bytes each; empty for a torrent that is v2 alone.</summary>
    internal ReadOnlyMemory<byte> Pieces { get; init; }

    public bool HasV1 => InfoHash.V1 is not null;

    public bool HasV2 => InfoHash.V2 is not null;

    /// <summary>Pairs of paths that differ by case alone, as those of shards do; a file system that folds case cannot hold both.</summary>
    public bool NeedsCaseSensitivity { get; init; }

    /// <summary>Bytes of a piece: of the last one fewer. A v2 piece ends with its file.</summary>
    public int LengthOf(int piece) => (int)Math.Min(PieceLength, Span - ((long)piece * PieceLength));
}

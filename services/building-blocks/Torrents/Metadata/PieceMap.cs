namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>Which bytes of which files a piece is made of. A v1 piece may begin in one file and end many files later.</summary>
public sealed class PieceMap(TorrentMetadata torrent)
{
    /// <summary>Indexes of files with bytes, in the order of their offsets.</summary>
    private readonly int[] filled = [.. torrent.Files.Where(file => file.Length > 0).Select(file => file.Index)];

    /// <summary>The bytes of a piece in their order; the end of the last piece of a v2 file is the end of the file.</summary>
    public IEnumerable<PieceSegment> SegmentsOf(int piece)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)piece, (uint)torrent.PieceCount, nameof(piece));
        var offset = (long)piece * torrent.PieceLength;
        var end = offset + torrent.LengthOf(piece);
        for (var i = FirstEndingAfter(offset); i < filled.Length && torrent.Files[filled[i]] is var file && file.Offset < end; i++)
        {
            var start = Math.Max(offset, file.Offset);
            yield return new PieceSegment(file, start - file.Offset, (int)(Math.Min(end, file.End) - start));
        }
    }

    /// <summary>The first and the last piece with bytes of a file; null for a file without bytes.</summary>
    public (int First, int Last)? PiecesOf(int file)
    {
        var found = torrent.Files[file];
        return found.Length == 0 ? null : ((int)(found.Offset / torrent.PieceLength), (int)((found.End - 1) / torrent.PieceLength));
    }

    private int FirstEndingAfter(long offset)
    {
        var (low, high) = (0, filled.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (torrent.Files[filled[middle]].End <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

/// <summary>Bytes of a piece that are in one file.</summary>
/// <param name="Offset">Within the file.</param>
public readonly record struct PieceSegment(TorrentFile File, long Offset, int Length);

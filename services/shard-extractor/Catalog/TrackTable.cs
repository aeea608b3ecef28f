using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>
/// Maps a track's row number to its id and popularity: a memory-mapped array of 17 bytes per row number (16-byte key, then popularity
/// + 1, so that 0 is a gap). 4.4 GB for 256 million tracks, of which playlists use a fifth; the alternative, 1.7 billion look-ups in the
/// catalogue itself, would read a page of SQLite for each.
/// </summary>
internal sealed class TrackTable : ITracksByNumber, IDisposable
{
    public const int RecordBytes = 17;

    /// <summary>First row number that does not fit; a table has at most 73 GB.</summary>
    public const long EndRow = 1L << 32;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly long rows;

    private TrackTable(string path)
    {
        rows = new FileInfo(path).Length / RecordBytes;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    public static TrackTable Open(string path) => new(path);

    /// <summary>The track of a row number; false when the catalogue has none.</summary>
    public bool TryFind(long row, out TrackId id, out byte popularity)
    {
        Span<byte> record = stackalloc byte[RecordBytes];
        (id, popularity) = (default, 0);
        if (row < 0 || row >= rows)
            return false;
        view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(row * RecordBytes), record);
        if (record[^1] == 0)
            return false;
        id = TrackId.FromKey(record);
        popularity = (byte)(record[^1] - 1);
        return true;
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}

/// <summary>Writes the records of a <see cref="TrackTable"/> in the order of their row numbers.</summary>
internal sealed class TrackTableWriter(Stream target)
{
    private long next;

    public void Add(long row, TrackId id, byte popularity)
    {
        Span<byte> record = stackalloc byte[TrackTable.RecordBytes];
        SkipTo(row);
        BinaryPrimitives.WriteUInt128BigEndian(record, id.Value);
        record[^1] = (byte)(popularity + 1);
        target.Write(record);
        next = row + 1;
    }

    /// <summary>Short gaps are written, because a seek flushes the stream's buffer; long ones become holes in the file.</summary>
    private void SkipTo(long row)
    {
        if (row - next > 4096)
        {
            target.Seek(row * TrackTable.RecordBytes, SeekOrigin.Begin);
            return;
        }

        for (Span<byte> empty = stackalloc byte[TrackTable.RecordBytes]; next < row; next++)
            target.Write(empty);
    }
}

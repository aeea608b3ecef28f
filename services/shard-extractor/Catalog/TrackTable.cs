using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>
/// Track row number to id and popularity, as an array on disk: 17 bytes a row number (16-byte key, then popularity + 1, so
/// that 0 is a gap), memory-mapped. 4.4 GB for 256 million tracks, of which playlists touch a fifth; the alternative, 1.7
/// billion look-ups in the catalogue itself, reads a page of SQLite for each.
/// </summary>
internal sealed class TrackTable : IDisposable
{
    public const int RecordBytes = 17;

    /// <summary>Row numbers from here on have no place in the table: 73 GB are enough.</summary>
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

    /// <summary>The track of a row number; false where the catalogue has none.</summary>
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

    /// <summary>Short gaps are written, because a seek empties the stream's buffer; long ones become holes of the file.</summary>
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

using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Clusters;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Files;

/// <summary>
/// The rows of a base file, memory-mapped. Opening verifies the header, the page table and the small sections; every other page is verified
/// against its CRC-32C when it is first read, so no result comes from a corrupt page.
/// </summary>
internal sealed unsafe class BaseFile : RowSet
{
    private readonly string path;
    private readonly BaseHeader header;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private readonly uint* table;
    private readonly ulong[] verified;
    private readonly Lazy<GenreTable> genres;

    private BaseFile(string path, int dimensions)
        : base(dimensions)
    {
        this.path = path;
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1))
        {
            var bytes = new byte[BaseHeader.Bytes];
            header = BaseHeader.Read(path, bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)), stream.Length);
            file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            view = file.CreateViewAccessor(0, header.FileLength, MemoryMappedFileAccess.Read);
        }

        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        table = (uint*)(start + header.End);
        verified = new ulong[(header.Pages + 63) / 64];
        genres = new Lazy<GenreTable>(ReadGenres);
        Units = (float*)At(Section.Units);
        Attributes = (uint*)At(Section.Attributes);
        GenreSets = (uint*)At(Section.GenreSets);
        Blocks = header.Blocks;
        Live = header.Rows;
    }

    public int Rows => header.Rows;

    public int TrainedRows => header.TrainedRows;

    /// <summary>Bounds of the clusters that have a centroid.</summary>
    public ClusterBounds Clusters { get; private set; } = null!;

    public override GenreTable Genres => genres.Value;

    private ReadOnlySpan<int> SlotsById => new(At(Section.SlotsById), header.Rows);

    /// <exception cref="InvalidDataException">The file is corrupt, or has other dimensions or another format.</exception>
    public static BaseFile Open(string path, int dimensions)
    {
        var opened = new BaseFile(path, dimensions);
        try
        {
            opened.Check();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Length of a section in bytes.</summary>
    public long BytesOf(Section section) => header.Sections[(int)section].Length;

    public override TrackId Id(int slot)
    {
        Verify(Section.Ids, (long)slot * sizeof(UInt128), sizeof(UInt128));
        return new TrackId(((UInt128*)At(Section.Ids))[slot]);
    }

    public override ReadOnlySpan<byte> Record(int slot)
    {
        Verify(Section.RecordOffsets, (long)slot * sizeof(long), 2 * sizeof(long));
        var offsets = (long*)At(Section.RecordOffsets) + slot;
        var length = offsets[1] - offsets[0];
        if (offsets[0] < 0 || length is < 0 or > PointRecord.MaxBytes || offsets[1] > BytesOf(Section.Records))
            throw Corruption.In(path, $"the record of slot {slot} is outside of the records section");
        Verify(Section.Records, offsets[0], length);
        return new ReadOnlySpan<byte>(At(Section.Records) + offsets[0], (int)length);
    }

    public override int Find(TrackId id)
    {
        var (low, high) = (0, header.Rows - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var slot = SlotById(middle);
            var order = Id(slot).CompareTo(id);
            if (order == 0)
                return IsDeleted(slot) ? -1 : slot;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    /// <summary>The slot of the row at an ordinal in the order of ids.</summary>
    public int SlotById(int ordinal)
    {
        Verify(Section.SlotsById, (long)ordinal * sizeof(int), sizeof(int));
        var slot = SlotsById[ordinal];
        return (uint)slot < (uint)Slots ? slot : throw Corruption.In(path, $"entry {ordinal} of the order by id is not a slot");
    }

    public override void Verify(int block, int end, bool attributes)
    {
        var rows = (long)Dimensions * BlockScan.Rows * sizeof(float);
        Verify(Section.Units, block * rows, (end - block) * rows);
        if (!attributes)
            return;
        Verify(Section.Attributes, (long)block * BlockScan.Rows * sizeof(uint), (long)(end - block) * BlockScan.Rows * sizeof(uint));
        Verify(Section.GenreSets, (long)block * BlockScan.Rows * sizeof(uint), (long)(end - block) * BlockScan.Rows * sizeof(uint));
    }

    /// <summary>Verifies every page.</summary>
    /// <exception cref="InvalidDataException">A page is corrupt.</exception>
    public void VerifyAll(CancellationToken cancellationToken)
    {
        for (var page = 0; page < header.Pages; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            VerifyPage(page);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (start is not null)
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private byte* At(Section section) => start + header.Sections[(int)section].Offset;

    private void Check()
    {
        if (header.Dimensions != Dimensions)
            throw TailLog.OtherDimensions(path, header.Dimensions, Dimensions);
        var centroids = (header.Clusters + BlockScan.Rows - 1) / BlockScan.Rows;
        long block = (long)Dimensions * BlockScan.Rows * sizeof(float), slots = (long)header.Blocks * BlockScan.Rows;
        (Section, long)[] lengths =
        [
            (Section.Centroids, centroids * block), (Section.ClusterBlocks, (header.Clusters + 2L) * sizeof(int)), (Section.Units, header.Blocks * block),
            (Section.BlockAngles, header.Blocks * 2L * sizeof(float)), (Section.Attributes, slots * sizeof(uint)), (Section.GenreSets, slots * sizeof(uint)),
            (Section.Ids, slots * sizeof(UInt128)), (Section.RecordOffsets, (slots + 1) * sizeof(long)), (Section.SlotsById, (long)header.Rows * sizeof(int)),
        ];
        if (header.Rows < 0 || header.Rows > slots || header.Clusters < 0
            || lengths.Any(wanted => BytesOf(wanted.Item1) != wanted.Item2)
            || header.Sections.Any(section => section.Offset < BaseHeader.Bytes || section.Offset % 64 != 0 || section.Length < 0 || section.Offset > header.End - section.Length))
            throw Corruption.In(path, "its sections do not fit its counts");
        if (Checksum.Of(new ReadOnlySpan<byte>(table, header.Pages * sizeof(uint))) != header.TableChecksum)
            throw Corruption.In(path, "its table of checksums is corrupt");

        foreach (var small in new[] { Section.Centroids, Section.ClusterBlocks, Section.BlockAngles })
            Verify(small, 0, BytesOf(small));
        var firsts = new ReadOnlySpan<int>(At(Section.ClusterBlocks), header.Clusters + 2);
        for (var c = 0; c <= header.Clusters; c++)
            if (firsts[c] < 0 || firsts[c] > firsts[c + 1])
                throw Corruption.In(path, "its clusters overlap");
        if (firsts[0] != 0 || firsts[^1] != header.Blocks)
            throw Corruption.In(path, "its clusters are not its blocks");
        Clusters = new ClusterBounds((float*)At(Section.Centroids), (int*)At(Section.ClusterBlocks), (float*)At(Section.BlockAngles), header.Clusters, Dimensions);
    }

    private void Verify(Section section, long offset, long length)
    {
        var from = header.Sections[(int)section].Offset + offset - BaseHeader.Bytes;
        var last = (int)((from + length - 1) / BaseHeader.PageBytes);
        for (var page = (int)(from / BaseHeader.PageBytes); page <= last; page++)
            if ((Volatile.Read(ref verified[page >> 6]) >> page & 1) == 0)
                VerifyPage(page);
    }

    private void VerifyPage(int page)
    {
        var offset = BaseHeader.Bytes + (long)page * BaseHeader.PageBytes;
        if (Checksum.Of(new ReadOnlySpan<byte>(start + offset, (int)Math.Min(BaseHeader.PageBytes, header.End - offset))) != table[page])
            throw Corruption.In(path, $"the {BaseHeader.PageBytes} bytes at offset {offset} do not match their checksum");
        Interlocked.Or(ref verified[page >> 6], 1UL << page);
    }

    private GenreTable ReadGenres()
    {
        Verify(Section.Genres, 0, BytesOf(Section.Genres));
        Verify(Section.GenreSetMembers, 0, BytesOf(Section.GenreSetMembers));
        var names = new List<string>();
        var table = new GenreTable();
        for (long at = 0, end = BytesOf(Section.Genres); at < end;)
        {
            var length = Number(Section.Genres, at);
            if (length < 0 || length > end - at - sizeof(int))
                throw Corruption.In(path, "its genres are malformed");
            names.Add(Encoding.UTF8.GetString(At(Section.Genres) + at + sizeof(int), length));
            at += sizeof(int) + length;
        }

        for (long at = 0, end = BytesOf(Section.GenreSetMembers); at < end;)
        {
            var count = Number(Section.GenreSetMembers, at);
            if (count < 0 || count > (end - at) / sizeof(int) - 1)
                throw Corruption.In(path, "its sets of genres are malformed");
            var set = new string[count];
            for (var i = 0; i < count; i++)
                set[i] = Number(Section.GenreSetMembers, at + (i + 1) * sizeof(int)) is var genre && (uint)genre < (uint)names.Count
                    ? names[genre]
                    : throw Corruption.In(path, "a set of genres contains an unknown genre");
            table.Intern(set);
            at += (count + 1) * sizeof(int);
        }

        return table;
    }

    private int Number(Section section, long offset) => BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(At(section) + offset, sizeof(int)));
}

using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>
/// A zeroed array of track records of any length: 4.4 GB for 256 million tracks. A small one is memory; a large one is a mapped file that has no
/// name, so that the kernel can evict it and nobody else can change it.
/// </summary>
internal sealed unsafe class TrackRecords : IDisposable
{
    /// <summary>The longest array that is plain memory.</summary>
    public const long UsualMemoryBytes = 512L << 20;

    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private TrackRecord* records;

    /// <param name="folder">For the file of a large array.</param>
    /// <exception cref="IOException">The array is large, and the disk has too little space for it.</exception>
    public TrackRecords(long length, string folder, DiskGuard disk, long maxMemoryBytes = UsualMemoryBytes)
    {
        Length = length;
        var bytes = Math.Max(1, length) * sizeof(TrackRecord);
        if (bytes <= maxMemoryBytes)
        {
            records = (TrackRecord*)NativeMemory.AllocZeroed((nuint)bytes);
            return;
        }

        var there = Directory.CreateDirectory(folder).FullName;
        disk.Require(bytes, "The look-up of tracks for playlists");
        file = CreateUnnamed(there, bytes);
        view = file.CreateViewAccessor(0, bytes);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        records = (TrackRecord*)start;
    }

    ~TrackRecords() => Free();

    public long Length { get; }

    public ref TrackRecord this[long index] => ref records[index];

    /// <summary>All records of an array of at most 2^31 - 1.</summary>
    public Span<TrackRecord> Span => new(records, checked((int)Length));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>All blocks are allocated, so that a full disk fails here and not while the mapping is written.</summary>
    private static MemoryMappedFile CreateUnnamed(string folder, long bytes)
    {
        var stream = new FileStream(Path.Combine(folder, $"{Guid.NewGuid():N}.records"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, PreallocationSize = bytes,
        });
        File.Delete(stream.Name);
        stream.SetLength(bytes);
        return MemoryMappedFile.CreateFromFile(stream, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
    }

    private void Free()
    {
        if (records is null)
            return;
        if (view is null)
            NativeMemory.Free(records);
        else
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        records = null;
        view?.Dispose();
        file?.Dispose();
    }
}
